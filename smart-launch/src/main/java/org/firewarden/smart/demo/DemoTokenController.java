package org.firewarden.smart.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.firewarden.smart.web.OAuthErrors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /demo/token}: the demo's short way to an access token, answering like the token endpoint. */
@RestController
final class DemoTokenController {

    static final String PATH = "/demo/token";

    private final DemoTokens tokens;

    DemoTokenController(DemoTokens tokens) {
        this.tokens = tokens;
    }

    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<String> token(@RequestParam MultiValueMap<String, String> form) {
        if (form.values().stream().anyMatch(values -> values.size() != 1)) {
            return answer(HttpStatus.BAD_REQUEST, OAuthErrors.body("invalid_request", "A field comes more than once."));
        }
        String scope = field(form, "scope");
        DemoTokenResult result = tokens.issue(new DemoTokenRequest(
                field(form, "user"),
                scope == null ? "" : scope,
                field(form, "purpose"),
                field(form, "patient"),
                field(form, "acr")));
        if (result instanceof DemoTokenResult.Issued issued) {
            return answer(HttpStatus.OK, body(issued));
        }
        DemoTokenResult.Refused refused = (DemoTokenResult.Refused) result;
        return answer(HttpStatus.BAD_REQUEST, OAuthErrors.body(refused.error(), refused.description()));
    }

    /** Any other method: a browser that is pointed here learns what to send instead of being asked for a token. */
    @RequestMapping(
            path = PATH,
            method = {
                RequestMethod.GET,
                RequestMethod.HEAD,
                RequestMethod.PUT,
                RequestMethod.PATCH,
                RequestMethod.DELETE,
                RequestMethod.OPTIONS
            })
    ResponseEntity<String> otherMethod() {
        return ResponseEntity.status(HttpStatus.METHOD_NOT_ALLOWED)
                .allow(HttpMethod.POST)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(OAuthErrors.body("invalid_request", "Send a form with POST: user, scope, and what else you need.")
                        .toString());
    }

    private static ObjectNode body(DemoTokenResult.Issued issued) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("access_token", issued.accessToken());
        body.put("token_type", "Bearer");
        body.put("expires_in", issued.lifetime().toSeconds());
        body.put("scope", issued.scope());
        if (issued.patientId() != null) {
            body.put("patient", issued.patientId());
        }
        return body;
    }

    private static ResponseEntity<String> answer(HttpStatus status, ObjectNode body) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.PRAGMA, "no-cache")
                .contentType(MediaType.APPLICATION_JSON)
                .body(body.toString());
    }

    /** A field that is there but empty counts as absent. */
    private static @Nullable String field(MultiValueMap<String, String> form, String name) {
        List<String> values = form.get(name);
        return values == null || values.get(0).isBlank() ? null : values.get(0);
    }
}
