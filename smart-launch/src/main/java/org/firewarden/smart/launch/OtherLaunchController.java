package org.firewarden.smart.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.token.AccessTokenContent;
import org.firewarden.smart.web.OAuthErrors;
import org.firewarden.smart.web.RequestNotes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Launches beside an authorization server elsewhere. The EHR prepares one with an access token of that server, as it would with the embedded
 * one; when the person has signed in there, that server redeems it in the person's name, with a token that opens nothing but this. So the
 * launch context is kept here, and no authorization server is told of a patient before the right person is there.
 */
@RestController
public final class OtherLaunchController {

    private final PreparedLaunches launches;
    private final String fhirBase;
    private final ObjectMapper json = new ObjectMapper();

    /** Answers with this FHIR base as {@code iss}. */
    public OtherLaunchController(PreparedLaunches launches, String fhirBase) {
        this.launches = launches;
        this.fhirBase = fhirBase;
    }

    @PostMapping(path = Endpoints.LAUNCH, consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> prepare(
            @AuthenticationPrincipal Jwt token, @RequestBody String body, HttpServletRequest request) {
        RequestNotes notes = RequestNotes.of(request, "launch-prepare");
        String ehr = Optional.ofNullable(token.getClaimAsString(AccessTokenContent.CLIENT_ID))
                .orElse(token.getSubject());
        notes.detail("client", ehr);
        LaunchRequest launch = LaunchRequest.read(parse(body));
        if (!launch.problems().isEmpty()) {
            return answer(
                    HttpStatus.BAD_REQUEST, OAuthErrors.body("invalid_request", String.join("; ", launch.problems())));
        }
        PreparedLaunch prepared = launch.prepared();
        notes.patient(prepared.context().patientId());
        return answer(
                HttpStatus.CREATED,
                LaunchController.answer(launches.prepare(ehr, prepared, launch.lifetime()), fhirBase, launch));
    }

    /** {@code {"launch": id}}; 200 with the launch context, which is used up, or 404 if it is not good for this person and app. */
    @PostMapping(path = Endpoints.REDEEM_LAUNCH, consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> redeem(
            @AuthenticationPrincipal Jwt token, @RequestBody String body, HttpServletRequest request) {
        RequestNotes notes = RequestNotes.of(request, "launch-redeem");
        String id = parse(body).path("launch").asText();
        String app = String.valueOf(token.getClaimAsString(AccessTokenContent.CLIENT_ID));
        notes.detail("client", app);
        Optional<PreparedLaunch> found = launches.find(id)
                .filter(launch -> launch.isFor(
                        app, String.valueOf(token.getClaimAsString("preferred_username")), fhirUser(token)));
        if (found.isEmpty() || !launches.use(id)) {
            notes.error("launch");
            return answer(
                    HttpStatus.NOT_FOUND,
                    OAuthErrors.body("invalid_request", "The launch is not good for this user and app."));
        }
        LaunchContext context = found.get().context();
        notes.patient(context.patientId());
        return answer(HttpStatus.OK, (context.patientId() == null ? context : context.withBanner()).toJson());
    }

    private @Nullable String fhirUser(Jwt token) {
        String claim = token.getClaimAsString(AccessTokenContent.FHIR_USER);
        return claim != null && claim.startsWith(fhirBase + "/") ? claim.substring(fhirBase.length() + 1) : claim;
    }

    private JsonNode parse(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            // Not JSON is read as nothing, and nothing lacks what is needed; the cause would quote the body.
            return JsonNodeFactory.instance.nullNode();
        }
    }

    private static ResponseEntity<String> answer(HttpStatus status, ObjectNode body) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(body.toString());
    }
}
