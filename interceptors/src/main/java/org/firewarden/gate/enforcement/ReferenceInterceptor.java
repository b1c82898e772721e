package org.firewarden.gate.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.LinkedHashSet;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.gate.decision.ResourceTypes;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to store a reference to data of patients that its writer may not see, in the words for what is not there. What refers to an Encounter takes over its labels and hands on its own, so a reference would read and change what is
 * hidden; and whether a reference is accepted would tell whether its target exists. Who records without asking Consents may
 * refer to anything.
 */
@Interceptor
public final class ReferenceInterceptor {

    private final FhirContext fhir;
    private final GateKeeper gate;
    private final CurrentResources current;

    /** Asks this gate who records freely, and these resources whether a target is there for the writer. */
    public ReferenceInterceptor(FhirContext fhir, GateKeeper gate, CurrentResources current) {
        this.fhir = fhir;
        this.gate = gate;
        this.current = current;
    }

    /** Before the transaction of a created resource commits, when its references are resolved. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = InterceptorOrder.WRITE)
    public void created(IBaseResource resource, @Nullable RequestDetails request) {
        demandTargets(resource, Set.of(), Interaction.CREATE, request);
    }

    /** Before the transaction of a changed resource commits; what it referred to before it may go on referring to. */
    @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = InterceptorOrder.WRITE)
    public void updated(@Nullable IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
        demandTargets(after, before == null ? Set.of() : targets(before), Interaction.UPDATE, request);
    }

    /** Refuses a reference to what is not there for the writer, but for those that are known. */
    void demandTargets(
            IBaseResource resource, Set<String> known, Interaction interaction, @Nullable RequestDetails request) {
        Caller caller = RequestContext.caller(request).orElse(null);
        AuditDraft draft = RequestContext.draft(request).orElse(null);
        if (caller == null || draft == null || gate.recordsFreely(caller, interaction, resource.fhirType())) {
            return;
        }
        Set<String> added = targets(resource);
        added.removeAll(known);
        for (String target : added) {
            int slash = target.indexOf('/');
            RequestDetails asReader = RequestContext.as(withReadScopes(caller), draft, RestOperationTypeEnum.READ);
            if (!current.isThere(target.substring(0, slash), target.substring(slash + 1), asReader)) {
                throw Denials.refuseWrite(request, new Decision.Deny(DenialReason.CARE_RELATIONSHIP, null));
            }
        }
    }

    /** Scopes say what an application may do with a type, not to whom its user may refer; the context of a patient stays. */
    private static Caller withReadScopes(Caller caller) {
        boolean isOfOnePatient =
                !caller.scopes().allowsBeyondPatient(Interaction.READ, "Patient") && caller.patientId() != null;
        return new Caller(
                caller.subject(),
                caller.clientId(),
                caller.roles(),
                SmartScopes.parse(isOfOnePatient ? "patient/*.r" : "user/*.r"),
                caller.purpose(),
                caller.fhirUser(),
                caller.patientId(),
                caller.acr(),
                caller.tokenId(),
                caller.tenant());
    }

    private Set<String> targets(IBaseResource resource) {
        Set<String> targets = new LinkedHashSet<>();
        for (ResourceReferenceInfo reference : fhir.newTerser().getAllResourceReferences(resource)) {
            IIdType id = reference.getResourceReference().getReferenceElement();
            if (id.hasIdPart() && id.hasResourceType() && ResourceTypes.isAboutPatients(id.getResourceType())) {
                targets.add(id.getResourceType() + "/" + id.getIdPart());
            }
        }
        return targets;
    }
}
