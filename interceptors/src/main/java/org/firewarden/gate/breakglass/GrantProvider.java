package org.firewarden.gate.breakglass;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.access.Role;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;

/**
 * The HTTP face of {@code GET Task/{id}/$break-glass-grant}: what a clinician wrote down, for the privacy officer who reviews
 * it. The text lies sealed in the database and comes out here only.
 */
public final class GrantProvider {

    private final BreakGlassGrants grants;
    private final BreakGlassService service;

    /** Reads grants from here. */
    public GrantProvider(BreakGlassGrants grants, BreakGlassService service) {
        this.grants = grants;
        this.service = service;
    }

    /** Tells of the grant under review. */
    @Operation(name = "$break-glass-grant", type = Task.class, idempotent = true)
    public Parameters grant(@IdParam IdType task, ServletRequestDetails request) {
        boolean isOfficer = RequestContext.caller(request)
                .filter(caller -> caller.is(Role.PRIVACY_OFFICER))
                .filter(caller -> caller.scopes().allows(Interaction.READ, "Task"))
                .isPresent();
        if (!isOfficer) {
            RequestContext.draft(request).ifPresent(draft -> draft.denied(new Decision.Deny(DenialReason.ROLE, null)));
            throw Refusals.of(
                    new ForbiddenOperationException("not a privacy officer"),
                    Problem.forbidden("forbidden", "This is not allowed."));
        }
        BreakGlassGrant grant = ReviewTask.grantId(task.getIdPart())
                .flatMap(grants::find)
                .orElseThrow(() -> Refusals.of(
                        new ResourceNotFoundException("no such review"),
                        Problem.notFound("There is no such resource here.")));
        RequestContext.draft(request).ifPresent(draft -> {
            draft.patients(Set.of(grant.patientId()));
            draft.detail("break-glass-grant", grant.id().toString());
        });
        return answer(grant);
    }

    private Parameters answer(BreakGlassGrant grant) {
        Parameters answer = new Parameters();
        answer.addParameter()
                .setName("grant")
                .setValue(new StringType(grant.id().toString()));
        answer.addParameter().setName("patient").setValue(new Reference("Patient/" + grant.patientId()));
        answer.addParameter().setName("subject").setValue(new StringType(grant.subject()));
        Optional.ofNullable(grant.fhirUser())
                .ifPresent(user -> answer.addParameter().setName("user").setValue(new Reference(user)));
        answer.addParameter().setName("client").setValue(new StringType(grant.clientId()));
        answer.addParameter()
                .setName("reason")
                .setValue(new Coding(
                        BreakGlassReason.SYSTEM,
                        grant.reason().name(),
                        grant.reason().display()));
        answer.addParameter()
                .setName("text")
                .setValue(new StringType(service.explanation(grant).reveal()));
        answer.addParameter().setName("opened").setValue(new InstantType(Date.from(grant.openedAt())));
        answer.addParameter().setName("expires").setValue(new InstantType(Date.from(grant.expiresAt())));
        return answer;
    }
}
