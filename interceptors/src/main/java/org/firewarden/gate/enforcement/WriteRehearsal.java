package org.firewarden.gate.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.ValidationModeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditDraft;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.masking.MaskLabels;
import org.firewarden.problem.Problem;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Decides on a {@code $validate} (FHIR R4, resource-operation-validate) as on the write that it rehearses: who may not write it
 * learns from the rehearsal what the write would tell, and nothing about what is hidden. What is hidden and what is absent are
 * refused in the same words, by references to it too.
 */
public final class WriteRehearsal {

    private final GateKeeper gate;
    private final CurrentResources current;
    private final ReferenceInterceptor references;

    /** Asks this gate, and these resources whether one is there. */
    public WriteRehearsal(FhirContext fhir, GateKeeper gate, CurrentResources current) {
        this.gate = gate;
        this.current = current;
        this.references = new ReferenceInterceptor(fhir, gate, current);
    }

    /**
     * Refuses what the caller of the request may not rehearse.
     *
     * @param mode what is rehearsed; the content alone if null
     * @param resource what would be written, or null
     * @param id the resource that the request names, or null
     */
    public void demand(
            RequestDetails request,
            @Nullable ValidationModeEnum mode,
            @Nullable IBaseResource resource,
            @Nullable IIdType id) {
        Caller caller = RequestContext.caller(request)
                .orElseThrow(() -> Denials.refuse(request, new Decision.Deny(DenialReason.NOT_AUTHENTICATED, null)));
        String type = String.valueOf(request.getResourceName());
        refuseContradictions(mode, resource, id, type);
        Interaction interaction = interaction(mode, resource, id);
        if (gate.decideOnType(caller, interaction, type) instanceof Decision.Deny deny) {
            throw Denials.refuse(request, deny);
        }
        String target = target(interaction, resource, id);
        if (target != null) {
            demandCurrent(request, caller, interaction, type, target, id == null);
        }
        if (resource != null && interaction.isWrite()) {
            demandContent(request, caller, interaction, resource);
        }
    }

    private static void refuseContradictions(
            @Nullable ValidationModeEnum mode, @Nullable IBaseResource resource, @Nullable IIdType id, String type) {
        boolean isOther = resource != null && !resource.fhirType().equals(type);
        boolean isOtherId = resource != null
                && id != null
                && resource.getIdElement().hasIdPart()
                && !id.getIdPart().equals(resource.getIdElement().getIdPart());
        boolean lacksId = mode == ValidationModeEnum.DELETE && id == null;
        boolean hasId = mode == ValidationModeEnum.CREATE && id != null;
        boolean isVersion = id != null && id.hasVersionIdPart();
        if (isOther || isOtherId || lacksId || hasId || isVersion || (resource == null && id == null)) {
            throw Refusals.of(
                    new InvalidRequestException("contradiction"),
                    Problem.invalid(
                            "validate-not-understood",
                            "$validate takes a resource of the type in the address, with the id in the address if there is one;"
                                    + " mode create needs an address without an id, mode delete one with an id and no version."));
        }
    }

    private static Interaction interaction(
            @Nullable ValidationModeEnum mode, @Nullable IBaseResource resource, @Nullable IIdType id) {
        if (mode == ValidationModeEnum.CREATE) {
            return Interaction.CREATE;
        }
        if (mode == ValidationModeEnum.UPDATE) {
            return Interaction.UPDATE;
        }
        if (mode == ValidationModeEnum.DELETE) {
            return Interaction.DELETE;
        }
        if (resource == null) {
            return Interaction.READ;
        }
        return id == null ? Interaction.CREATE : Interaction.UPDATE;
    }

    private static @Nullable String target(
            Interaction interaction, @Nullable IBaseResource resource, @Nullable IIdType id) {
        if (id != null) {
            return id.getIdPart();
        }
        return interaction == Interaction.UPDATE && resource != null
                ? resource.getIdElement().getIdPart()
                : null;
    }

    private void demandCurrent(
            RequestDetails request,
            Caller caller,
            Interaction interaction,
            String type,
            String id,
            boolean mayCreateForEngines) {
        boolean mayCreate = mayCreateForEngines && caller.is(Role.INTERFACE_ENGINE);
        if (!mayCreate && !current.isThere(type, id, as(request, caller, restType(interaction)))) {
            throw new ResourceNotFoundException("hidden or absent");
        }
        if (interaction == Interaction.UPDATE
                && gate.hidesElements(caller, type)
                && current.isMasked(type, id, as(request, caller, RestOperationTypeEnum.READ))) {
            throw Denials.refuse(request, new Decision.Deny(DenialReason.MASKED_CONTENT, null));
        }
    }

    private void demandContent(RequestDetails request, Caller caller, Interaction interaction, IBaseResource resource) {
        if (MaskLabels.isIncomplete(resource)) {
            throw Denials.refuse(request, new Decision.Deny(DenialReason.MASKED_CONTENT, null));
        }
        Resource content = ((Resource) resource).copy();
        if (interaction == Interaction.CREATE) {
            // The server gives the id; one in the content would ask whether it is taken.
            content.setId((String) null);
        }
        // Before the decision, which hidden and absent resources would not get alike.
        references.demandTargets(content, Set.of(), interaction, request);
        GateKeeper.Verdict verdict =
                gate.decide(caller, interaction, List.of(content)).get(0);
        if (verdict.decision() instanceof Decision.Deny deny) {
            RequestContext.draft(request)
                    .ifPresent(draft -> draft.withheld(verdict.access().allPatientIds(), deny));
            throw Denials.refuseWrite(request, deny);
        }
    }

    private static RequestDetails as(RequestDetails request, Caller caller, RestOperationTypeEnum type) {
        AuditDraft draft = RequestContext.draft(request)
                .orElseThrow(() -> new IllegalStateException("a request without an audit draft"));
        return RequestContext.as(caller, draft, type);
    }

    private static RestOperationTypeEnum restType(Interaction interaction) {
        return switch (interaction) {
            case UPDATE -> RestOperationTypeEnum.UPDATE;
            case DELETE -> RestOperationTypeEnum.DELETE;
            default -> RestOperationTypeEnum.READ;
        };
    }
}
