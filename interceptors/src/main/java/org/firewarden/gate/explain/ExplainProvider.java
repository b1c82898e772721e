package org.firewarden.gate.explain;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditDraft;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/**
 * The HTTP face of {@code Patient/{id}/$explain-access}, by GET or POST. For privacy officers, with a scope for the audit
 * trail: who may read what was decided may read why.
 */
public final class ExplainProvider {

    private final ExplainService service;

    /** Asks this service. */
    public ExplainProvider(ExplainService service) {
        this.service = service;
    }

    /** Explains what a caller with the given role, purpose and scopes would be answered. */
    @Operation(name = "$explain-access", type = Patient.class, idempotent = true)
    public Parameters explain(@IdParam IdType patient, ServletRequestDetails request) {
        AuditDraft draft = RequestContext.draft(request)
                .orElseThrow(() -> new IllegalStateException("a request without an audit draft"));
        Caller officer = RequestContext.caller(request)
                .filter(caller -> caller.is(Role.PRIVACY_OFFICER))
                .filter(caller -> caller.scopes().allows(Interaction.READ, "AuditEvent"))
                .orElseThrow(() -> {
                    draft.denied(new Decision.Deny(DenialReason.ROLE, null));
                    return Refusals.of(
                            new ForbiddenOperationException("not a privacy officer"),
                            Problem.forbidden("forbidden", "This is not allowed."));
                });
        List<Problem> problems = new ArrayList<>();
        ExplainRequest asked = ExplainRequest.read(
                        patient.getIdPart(),
                        new ExplainParameters(request.getParameters(), request.getResource()),
                        problems)
                .orElseThrow(() -> Refusals.of(new InvalidRequestException("bad parameters"), problems));
        draft.entity(asked.resourceType() + "/" + asked.resourceId());
        Explanation explanation = service.explain(asked, patient.getIdPart(), officer.tenant(), draft)
                .orElseThrow(() -> Refusals.of(
                        new ResourceNotFoundException("no such resource of the patient"),
                        Problem.notFound("There is no such resource here.")));
        return answer(asked, explanation);
    }

    private static Parameters answer(ExplainRequest asked, Explanation explanation) {
        Parameters answer = new Parameters();
        Decision decision = explanation.decision();
        String decidedBy = null;
        if (decision instanceof Decision.Deny deny) {
            answer.addParameter().setName("decision").setValue(new CodeType("deny"));
            answer.addParameter()
                    .setName("reason")
                    .setValue(new CodeType(deny.reason().code()));
            decidedBy = deny.decidedBy();
        } else if (decision instanceof Decision.PermitMasked masked) {
            answer.addParameter().setName("decision").setValue(new CodeType("permit-masked"));
            decidedBy = masked.decidedBy();
        } else if (decision instanceof Decision.Permit permit) {
            answer.addParameter().setName("decision").setValue(new CodeType("permit"));
            decidedBy = permit.decidedBy();
        }
        if (decidedBy != null) {
            answer.addParameter().setName("decidedBy").setValue(named(decidedBy));
        }
        answer.addParameter()
                .setName("resource")
                .setValue(new Reference(asked.resourceType() + "/" + asked.resourceId()));
        answer.addParameter().setName("policy").setValue(new StringType(explanation.policyHash()));
        for (Explanation.Step step : explanation.steps()) {
            ParametersParameterComponent part = answer.addParameter().setName("step");
            part.addPart().setName("kind").setValue(new CodeType(ExplainService.code(step.kind())));
            if (step.patientId() != null) {
                part.addPart().setName("patient").setValue(new Reference("Patient/" + step.patientId()));
            }
            part.addPart().setName("name").setValue(named(step.name()));
            part.addPart().setName("outcome").setValue(new CodeType(step.outcome()));
            if (step.source() != null) {
                part.addPart().setName("source").setValue(new Reference(step.source()));
            }
        }
        return answer;
    }

    private static Type named(String name) {
        return name.matches("[A-Z][A-Za-z]+/[A-Za-z0-9.\\-]{1,64}") ? new Reference(name) : new StringType(name);
    }
}
