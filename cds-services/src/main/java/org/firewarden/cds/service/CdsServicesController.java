package org.firewarden.cds.service;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.firewarden.audit.AuditKind;
import org.firewarden.cds.client.CalledUrl;
import org.firewarden.cds.client.EhrSignIn;
import org.firewarden.cds.exchange.Checked;
import org.firewarden.cds.exchange.IncomingCall;
import org.firewarden.cds.exchange.Refusal;
import org.firewarden.cds.hook.Cards;
import org.firewarden.cds.hook.HookRequestReader;
import org.firewarden.cds.settings.CdsSettings;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * The HTTP face of the services: {@code GET /cds-services}, which is open, and {@code POST /cds-services/{id}}, which needs
 * the EHR's JWT (CDS Hooks 2.0.1, Discovery and Calling a CDS Service).
 */
@RestController
final class CdsServicesController {

    private static final String ALL = "/cds-services";
    private static final String ONE = "/cds-services/{id}";

    private final CdsSettings settings;
    private final ServiceCatalogue services;
    private final EhrSignIn signIn;
    private final HookAnswer hookAnswer;

    CdsServicesController(CdsSettings settings, ServiceCatalogue services, EhrSignIn signIn, HookAnswer hookAnswer) {
        this.settings = settings;
        this.services = services;
        this.signIn = signIn;
        this.hookAnswer = hookAnswer;
    }

    /** Lists the services. */
    @GetMapping(ALL)
    ResponseEntity<Object> discovery(HttpServletRequest http) {
        IncomingCall.of(http, "cds-discovery");
        return ok(services.discovery());
    }

    /** Calls a service: cards, or a refusal. */
    @PostMapping(ONE)
    ResponseEntity<Object> call(@PathVariable("id") String id, HttpServletRequest http) {
        IncomingCall incoming = IncomingCall.of(http, AuditKind.CDS_CALL.code());
        Optional<ServiceDeclaration> found = services.find(id);
        if (found.isEmpty()) {
            return Refusal.noSuchService().toResponse(incoming.correlationId());
        }
        ServiceDeclaration service = found.get();
        incoming.draft().detail("service", service.id());
        Checked<Cards> cards = signIn.signIn(incoming, new CalledUrl(settings.serviceUrl(id)))
                .then(ehr -> incoming.body(settings.maximumBody())
                        .then(body -> HookRequestReader.read(body, service.hooks()))
                        .then(request -> answer(new ServiceCall(service, ehr, request), incoming)));
        return cards.fold(CdsServicesController::ok, refusal -> refusal.toResponse(incoming.correlationId()));
    }

    private Checked<Cards> answer(ServiceCall call, IncomingCall incoming) {
        incoming.draft().detail("hook", call.request().hook().code());
        return hookAnswer.answer(call, incoming);
    }

    /** Refuses any other method on the list. */
    @RequestMapping(
            path = ALL,
            method = {RequestMethod.POST, RequestMethod.PUT, RequestMethod.PATCH, RequestMethod.DELETE})
    ResponseEntity<Object> otherMethodOnAll(HttpServletRequest http) {
        IncomingCall incoming = IncomingCall.of(http, "cds-discovery");
        return Refusal.methodNotAllowed("GET").toResponse(incoming.correlationId());
    }

    /** Refuses any other method on a service. */
    @RequestMapping(
            path = ONE,
            method = {RequestMethod.GET, RequestMethod.PUT, RequestMethod.PATCH, RequestMethod.DELETE})
    ResponseEntity<Object> otherMethodOnOne(HttpServletRequest http) {
        IncomingCall incoming = IncomingCall.of(http, AuditKind.CDS_CALL.code());
        return Refusal.methodNotAllowed("POST").toResponse(incoming.correlationId());
    }

    private static ResponseEntity<Object> ok(Object body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }
}
