package org.firewarden.smart.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.firewarden.audit.AuditKind;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.client.ClientRegister;
import org.firewarden.smart.web.OAuthErrors;
import org.firewarden.smart.web.RequestNotes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /oauth2/register}: an app registers itself (RFC 7591), with a software statement of somebody whom this hospital trusts.
 * What the statement says wins over what the app says; without one, or while registration is closed, nobody is registered.
 */
@RestController
public final class RegistrationController {

    private final ClientRegister register;
    private final @Nullable SoftwareStatements statements;
    private final Clock clock;

    /**
     * Registers there.
     *
     * @param statements who is trusted, or null while registration is closed
     */
    public RegistrationController(ClientRegister register, @Nullable SoftwareStatements statements, Clock clock) {
        this.register = register;
        this.statements = statements;
        this.clock = clock;
    }

    @PostMapping(path = Endpoints.REGISTER, consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> register(@RequestBody String body, HttpServletRequest request) {
        RequestNotes notes = RequestNotes.of(request, "client-register");
        if (statements == null) {
            return answer(HttpStatus.FORBIDDEN, OAuthErrors.body("access_denied", "Registration is closed."));
        }
        try {
            JsonNode sent = ClientRegister.parse(body);
            ObjectNode vouched = statements.merge(sent);
            ClientRegister.Written written = register.add(vouched);
            notes.detail("client", written.client().clientId());
            notes.also(AuditKind.CLIENT_CHANGE, "registered");
            ObjectNode answer = ClientRegister.toJson(written.client());
            answer.put("client_id_issued_at", clock.instant().getEpochSecond());
            if (written.secret() != null) {
                answer.put("client_secret", written.secret());
                answer.put("client_secret_expires_at", 0);
            }
            return answer(HttpStatus.CREATED, answer);
        } catch (SoftwareStatements.RefusedException e) {
            return answer(
                    HttpStatus.BAD_REQUEST,
                    OAuthErrors.body("invalid_software_statement", "A good software statement is needed."));
        } catch (IllegalArgumentException e) {
            // Messages of registrations name a member and repeat no value.
            return answer(
                    HttpStatus.BAD_REQUEST,
                    OAuthErrors.body("invalid_client_metadata", String.valueOf(e.getMessage())));
        }
    }

    private static ResponseEntity<String> answer(HttpStatus status, ObjectNode body) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(body.toString());
    }
}
