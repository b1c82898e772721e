package org.firewarden.gate.breakglass;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.DenialReason;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditKind;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** The HTTP face of {@code POST Patient/{id}/$break-glass}. It decides nothing. */
public final class BreakGlassProvider {

    private final BreakGlassService service;

    /** Asks this service. */
    public BreakGlassProvider(BreakGlassService service) {
        this.service = service;
    }

    /** Opens one patient to the caller; parameters {@code reason} and {@code text} come in a Parameters resource. */
    @Operation(name = "$break-glass", type = Patient.class)
    public Parameters breakGlass(@IdParam IdType patient, ServletRequestDetails request) {
        Caller caller = RequestContext.caller(request).orElseThrow(() -> new AuthenticationException("no caller"));
        AuditDraft draft = RequestContext.draft(request)
                .orElseThrow(() -> new IllegalStateException("a request without an audit draft"));
        Parameters parameters = request.getResource() instanceof Parameters sent ? sent : new Parameters();
        Coding reason = coding(value(parameters, "reason"));
        BreakGlassResult result = service.open(
                new BreakGlassRequest(
                        caller, patient.getIdPart(), reason.getCode(), reason.getSystem(), text(parameters)),
                draft);
        if (result instanceof BreakGlassResult.Opened opened) {
            return answer(opened);
        }
        throw refusal(result, draft);
    }

    private BaseServerResponseException refusal(BreakGlassResult result, AuditDraft draft) {
        if (result instanceof BreakGlassResult.Refused refused) {
            draft.denied(refused.denial());
            BaseServerResponseException exception =
                    Refusals.of(new ForbiddenOperationException("refused"), refused.problem());
            if (refused.denial().reason() == DenialReason.STEP_UP_REQUIRED) {
                exception.addResponseHeader("WWW-Authenticate", challenge());
                draft.also(AuditKind.STEP_UP, Set.of(), List.of(), Map.of(AuditDetail.CHANGE, "asked-for"));
            }
            return exception;
        }
        if (result instanceof BreakGlassResult.Invalid invalid) {
            return Refusals.of(new InvalidRequestException("bad parameters"), invalid.problems());
        }
        return Refusals.of(
                new ResourceNotFoundException("no such patient"), Problem.notFound("There is no such resource here."));
    }

    /** The challenge of RFC 9470, section 3, so that an app can send its user to sign in again. */
    private String challenge() {
        return "Bearer error=\"insufficient_user_authentication\", error_description=\"A stronger sign-in is needed\","
                + " acr_values=\"" + String.join(" ", service.settings().acrValues()) + "\"";
    }

    private static Parameters answer(BreakGlassResult.Opened opened) {
        Parameters answer = new Parameters();
        answer.addParameter()
                .setName("grant")
                .setValue(new StringType(opened.grant().id().toString()));
        answer.addParameter()
                .setName("patient")
                .setValue(new Reference("Patient/" + opened.grant().patientId()));
        answer.addParameter()
                .setName("expires")
                .setValue(new InstantType(Date.from(opened.grant().expiresAt())));
        answer.addParameter()
                .setName("review")
                .setValue(new Reference("Task/" + opened.grant().id()));
        return answer;
    }

    /** A Coding, the first one of a CodeableConcept, or a bare code. */
    private static Coding coding(@Nullable Type value) {
        if (value instanceof Coding coding) {
            return coding;
        }
        if (value instanceof CodeableConcept concept) {
            return concept.getCodingFirstRep();
        }
        return value instanceof CodeType || value instanceof StringType
                ? new Coding().setCode(((PrimitiveType<?>) value).getValueAsString())
                : new Coding();
    }

    private static @Nullable Type value(Parameters parameters, String name) {
        return parameters.getParameter().stream()
                .filter(parameter -> name.equals(parameter.getName()))
                .findFirst()
                .map(Parameters.ParametersParameterComponent::getValue)
                .orElse(null);
    }

    private static @Nullable Phi<String> text(Parameters parameters) {
        return value(parameters, "text") instanceof StringType text && text.getValue() != null
                ? Phi.of(text.getValue())
                : null;
    }
}
