package org.firewarden.gate.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditKind;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.gate.masking.MaskLabels;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Consent;
import org.jspecify.annotations.Nullable;

/**
 * Decides on each resource before it is stored, changed or deleted, whatever way it came: alone, in a batch or in a
 * transaction. A change is decided on twice, for what is there and for what is to be there, so that no resource moves from
 * one patient to another past the gate. Nobody writes over a resource of which something is hidden from them.
 */
@Interceptor
public final class WriteInterceptor {

    private final GateKeeper gate;

    /** Asks this gate. */
    public WriteInterceptor(GateKeeper gate) {
        this.gate = gate;
    }

    /**
     * Before a resource is created. An update may create; whether the request was one is what {@link RequestInterceptor}
     * has checked, so here either permission will do.
     */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = InterceptorOrder.WRITE)
    public void create(IBaseResource resource, @Nullable RequestDetails request) {
        boolean mayCreate = RequestContext.caller(request)
                .filter(caller -> caller.scopes().allows(Interaction.CREATE, resource.fhirType()))
                .isPresent();
        check(request, mayCreate ? Interaction.CREATE : Interaction.UPDATE, List.of(resource));
        refuseIncomplete(resource, request);
    }

    /** Before a resource is changed. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = InterceptorOrder.WRITE)
    public void update(@Nullable IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
        check(request, Interaction.UPDATE, before == null ? List.of(after) : List.of(before, after));
        if (before != null
                && RequestContext.caller(request)
                        .filter(caller -> gate.isMaskedFor(caller, before))
                        .isPresent()) {
            throw Denials.refuse(request, new Decision.Deny(DenialReason.MASKED_CONTENT, null));
        }
        refuseIncomplete(after, request);
    }

    /** Before a resource is deleted. */
    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = InterceptorOrder.WRITE)
    public void delete(IBaseResource resource, @Nullable RequestDetails request) {
        check(request, Interaction.DELETE, List.of(resource));
    }

    /** Before the transaction of a created resource commits, when its references are resolved. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = InterceptorOrder.WRITE)
    public void created(IBaseResource resource, @Nullable RequestDetails request) {
        create(resource, request);
        note(resource, request);
        noteConsent(resource, request, "created");
    }

    /** Before the transaction of a changed resource commits, when its references are resolved. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = InterceptorOrder.WRITE)
    public void updated(@Nullable IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
        check(request, Interaction.UPDATE, List.of(after));
        note(after, request);
        noteConsent(after, request, "changed");
    }

    /** Before the transaction of a deleted resource commits. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED, order = InterceptorOrder.WRITE)
    public void deleted(IBaseResource resource, @Nullable RequestDetails request) {
        note(resource, request);
        noteConsent(resource, request, "deleted");
    }

    /** What a patient agrees to is followed by events of their own, whatever the interaction was. */
    private void noteConsent(IBaseResource resource, @Nullable RequestDetails request, String change) {
        if (resource instanceof Consent consent) {
            Access access = gate.access(Interaction.UPDATE, resource);
            String status =
                    consent.getStatus() == null ? "none" : consent.getStatus().toCode();
            RequestContext.draft(request)
                    .ifPresent(draft -> draft.also(
                            AuditKind.CONSENT_CHANGE,
                            access.allPatientIds(),
                            List.of(access.resourceType() + "/" + access.resourceId()),
                            Map.of(AuditDetail.CHANGE, change, "status", status)));
        }
    }

    /** What was left out of a body is not stored as if it were all there is. */
    private static void refuseIncomplete(IBaseResource resource, @Nullable RequestDetails request) {
        if (RequestContext.caller(request).isPresent() && MaskLabels.isIncomplete(resource)) {
            throw Denials.refuse(request, new Decision.Deny(DenialReason.MASKED_CONTENT, null));
        }
    }

    private void check(@Nullable RequestDetails request, Interaction interaction, List<IBaseResource> resources) {
        Optional<Caller> caller = RequestContext.caller(request);
        if (caller.isEmpty()) {
            if (resources.stream().anyMatch(gate::isAboutPatients)) {
                throw Denials.refuse(request, new Decision.Deny(DenialReason.NOT_AUTHENTICATED, null));
            }
            return;
        }
        for (GateKeeper.Verdict verdict : gate.decide(caller.get(), interaction, resources)) {
            if (verdict.decision() instanceof Decision.Deny deny) {
                RequestContext.draft(request)
                        .ifPresent(draft -> draft.withheld(verdict.access().allPatientIds(), deny));
                throw Denials.refuseWrite(request, deny);
            }
            RequestContext.draft(request)
                    .ifPresent(draft -> draft.underBreakGlass(
                            verdict.access().allPatientIds(), verdict.decision().breakGlassGrants()));
        }
    }

    private void note(IBaseResource resource, @Nullable RequestDetails request) {
        RequestContext.draft(request).ifPresent(draft -> {
            Access access = gate.access(Interaction.UPDATE, resource);
            draft.shown(access.allPatientIds(), access.resourceType() + "/" + access.resourceId(), null);
        });
    }
}
