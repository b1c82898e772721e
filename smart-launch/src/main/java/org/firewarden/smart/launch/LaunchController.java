package org.firewarden.smart.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.client.Clients;
import org.firewarden.smart.web.OAuthErrors;
import org.firewarden.smart.web.RequestNotes;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /smart/launch}: an EHR prepares a launch of an app. The EHR authenticates as a client, as at the token endpoint; the
 * body is JSON, so that no launch context stands in a form or an address.
 */
@RestController
public final class LaunchController {

    private final Clients clients;
    private final PreparedLaunches launches;
    private final String issuer;
    private final ObjectMapper json = new ObjectMapper();

    /** Answers with this FHIR base as {@code iss}. */
    public LaunchController(Clients clients, PreparedLaunches launches, String fhirBase) {
        this.clients = clients;
        this.launches = launches;
        this.issuer = fhirBase;
    }

    @PostMapping(path = Endpoints.LAUNCH, consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> prepare(Authentication ehr, @RequestBody String body, HttpServletRequest request) {
        RequestNotes notes = RequestNotes.of(request, "launch-prepare");
        String ehrId = ehr.getName();
        notes.client(ehrId);
        notes.detail("client", ehrId);
        if (!clients.find(ehrId).map(ClientRegistration::mayPrepareLaunches).orElse(false)) {
            return answer(
                    HttpStatus.FORBIDDEN,
                    OAuthErrors.body("unauthorized_client", "This client is not registered to prepare launches."));
        }
        JsonNode sent = parse(body);
        LaunchRequest launch = LaunchRequest.read(sent);
        if (!launch.problems().isEmpty()) {
            return answer(
                    HttpStatus.BAD_REQUEST, OAuthErrors.body("invalid_request", String.join("; ", launch.problems())));
        }
        PreparedLaunch prepared = launch.prepared();
        if (prepared.app() != null && clients.find(prepared.app()).isEmpty()) {
            return answer(HttpStatus.BAD_REQUEST, OAuthErrors.body("invalid_request", "client_id is not registered"));
        }
        notes.patient(prepared.context().patientId());
        return answer(HttpStatus.CREATED, answer(launches.prepare(ehrId, prepared, launch.lifetime()), issuer, launch));
    }

    /** What the EHR hands to the app. */
    static ObjectNode answer(String id, String issuer, LaunchRequest launch) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("launch", id);
        answer.put("iss", issuer);
        Duration lifetime = launch.lifetime();
        answer.put("expires_in", lifetime.toSeconds());
        return answer;
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
