package org.firewarden.cds.feedback;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.firewarden.audit.AuditKind;
import org.firewarden.cds.client.CalledUrl;
import org.firewarden.cds.client.EhrSignIn;
import org.firewarden.cds.exchange.Checked;
import org.firewarden.cds.exchange.IncomingCall;
import org.firewarden.cds.exchange.Refusal;
import org.firewarden.cds.service.ServiceCatalogue;
import org.firewarden.cds.settings.CdsSettings;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP face of feedback: {@code POST /cds-services/{id}/feedback} (CDS Hooks 2.0.1, Feedback). */
@RestController
final class FeedbackController {

    private static final String PATH = "/cds-services/{id}/feedback";

    private final CdsSettings settings;
    private final ServiceCatalogue services;
    private final EhrSignIn signIn;
    private final FeedbackReception reception;

    FeedbackController(CdsSettings settings, ServiceCatalogue services, EhrSignIn signIn, FeedbackReception reception) {
        this.settings = settings;
        this.services = services;
        this.signIn = signIn;
        this.reception = reception;
    }

    /** Takes in feedback: an empty object, or a refusal. */
    @PostMapping(PATH)
    ResponseEntity<Object> feedback(@PathVariable("id") String id, HttpServletRequest http) {
        IncomingCall call = IncomingCall.of(http, AuditKind.CDS_FEEDBACK.code());
        Optional<String> service = services.idOf(id);
        if (service.isEmpty()) {
            return Refusal.noSuchService().toResponse(call.correlationId());
        }
        call.draft().detail("service", service.get());
        Checked<Integer> stored = signIn.signIn(call, new CalledUrl(settings.feedbackUrl(id)))
                .then(ehr -> call.body(settings.maximumBody())
                        .then(body -> reception.receive(service.get(), ehr, body, call.draft())));
        return stored.fold(
                added -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(Map.of()),
                refusal -> refusal.toResponse(call.correlationId()));
    }

    /** Refuses any other method. */
    @RequestMapping(
            path = PATH,
            method = {RequestMethod.GET, RequestMethod.PUT, RequestMethod.PATCH, RequestMethod.DELETE})
    ResponseEntity<Object> otherMethod(HttpServletRequest http) {
        IncomingCall call = IncomingCall.of(http, AuditKind.CDS_FEEDBACK.code());
        return Refusal.methodNotAllowed("POST").toResponse(call.correlationId());
    }
}
