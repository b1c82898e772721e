package org.firewarden.deid.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.phi.Phi;
import org.firewarden.problem.OperationOutcomes;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP face of {@code $deidentify} and its alias {@code $de-identify} (HL7 DARTS 1.0.0-ballot, {@code $de-identify}). A
 * plain provider of HAPI; it decides nothing.
 */
public final class DeidentifyProvider {

    private static final String NAME = "$deidentify";

    private final FhirContext fhir;
    private final DeidentifyService service;

    DeidentifyProvider(FhirContext fhir, DeidentifyService service) {
        this.fhir = fhir;
        this.service = service;
    }

    /** The operation under Firewarden's name. */
    @Operation(name = "$deidentify")
    public Parameters deidentify(
            @OperationParam(name = "identifiableData", max = 1) @Nullable Bundle data,
            @OperationParam(name = "policy", max = 1) @Nullable StringType policy,
            @OperationParam(name = "patient", max = 1) @Nullable Reference patient,
            ServletRequestDetails request) {
        AuditDraft audit = attribute(request, AuditDraft.REQUEST_ATTRIBUTE, AuditDraft.class);
        AuditDraft draft = audit == null ? new AuditDraft(correlationId(request), "") : audit;
        draft.interaction(AuditAction.EXECUTE, NAME);
        if (data != null) {
            draft.patients(data.getEntry().stream()
                    .map(Bundle.BundleEntryComponent::getResource)
                    .filter(Patient.class::isInstance)
                    .map(resource -> resource.getIdElement().getIdPart())
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet()));
        }
        DeidentifyResult result = service.deidentify(
                new DeidentifyRequest(
                        attribute(request, Caller.REQUEST_ATTRIBUTE, Caller.class),
                        policy == null ? null : policy.getValue(),
                        data == null ? null : Phi.of(encode(data)),
                        patient == null || patient.getReference() == null ? null : Phi.of(patient.getReference())),
                draft);
        if (result instanceof DeidentifyResult.NotDone notDone) {
            if (notDone.denial() != null) {
                draft.denied(notDone.denial());
            }
            throw refusal(notDone, draft.correlationId());
        }
        byte[] json = ((DeidentifyResult.Done) result).bundle();
        Parameters answer = new Parameters();
        answer.addParameter()
                .setName("de-identifiedData")
                .setResource(
                        fhir.newJsonParser().parseResource(Bundle.class, new String(json, StandardCharsets.UTF_8)));
        return answer;
    }

    /** The same under the name that HL7 DARTS gives it. */
    @Operation(name = "$de-identify")
    public Parameters deIdentify(
            @OperationParam(name = "identifiableData", max = 1) @Nullable Bundle data,
            @OperationParam(name = "policy", max = 1) @Nullable StringType policy,
            @OperationParam(name = "patient", max = 1) @Nullable Reference patient,
            ServletRequestDetails request) {
        return deidentify(data, policy, patient, request);
    }

    private byte[] encode(Bundle data) {
        return fhir.newJsonParser().encodeResourceToString(data).getBytes(StandardCharsets.UTF_8);
    }

    private BaseServerResponseException refusal(DeidentifyResult.NotDone notDone, String correlationId) {
        OperationOutcome outcome = fhir.newJsonParser()
                .parseResource(
                        OperationOutcome.class,
                        OperationOutcomes.of(notDone.problems(), correlationId).toString());
        String message = notDone.problems().get(0).text();
        return switch (notDone.status()) {
            case 403 -> new ForbiddenOperationException(message, outcome);
            case 404 -> withOutcome(new ResourceNotFoundException(message), outcome);
            case 422 -> new UnprocessableEntityException(message, outcome);
            default -> new InvalidRequestException(message, outcome);
        };
    }

    private static BaseServerResponseException withOutcome(
            BaseServerResponseException exception, OperationOutcome outcome) {
        exception.setOperationOutcome(outcome);
        return exception;
    }

    private static String correlationId(ServletRequestDetails request) {
        String id = request.getRequestId();
        return id == null ? "none" : id;
    }

    private static <T> @Nullable T attribute(ServletRequestDetails request, String name, Class<T> type) {
        Object value = request.getServletRequest().getAttribute(name);
        return type.isInstance(value) ? type.cast(value) : null;
    }
}
