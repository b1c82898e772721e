package org.firewarden.gate.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SimplePreResourceAccessDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.Interaction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.InterceptorOrder;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Decides on each resource before it is shown and takes out what the caller may not see, so that denied and absent look the
 * same. Of what is shown in part, a masked copy is shown.
 */
@Interceptor
public final class DisclosureInterceptor {

    private static final Map<RestOperationTypeEnum, Interaction> INTERACTIONS = Map.of(
            RestOperationTypeEnum.READ, Interaction.READ,
            RestOperationTypeEnum.VREAD, Interaction.READ,
            RestOperationTypeEnum.HISTORY_INSTANCE, Interaction.READ,
            RestOperationTypeEnum.UPDATE, Interaction.UPDATE,
            RestOperationTypeEnum.PATCH, Interaction.UPDATE,
            RestOperationTypeEnum.DELETE, Interaction.DELETE);

    private static final Set<RestOperationTypeEnum> PLAIN_READS = EnumSet.of(
            RestOperationTypeEnum.READ,
            RestOperationTypeEnum.VREAD,
            RestOperationTypeEnum.SEARCH_TYPE,
            RestOperationTypeEnum.GET_PAGE);

    private final GateKeeper gate;

    /** Asks this gate. */
    public DisclosureInterceptor(GateKeeper gate) {
        this.gate = gate;
    }

    /** Takes out what is not permitted. Without a caller nothing about patients is shown, not even to jobs of the server. */
    @Hook(value = Pointcut.STORAGE_PRESHOW_RESOURCES, order = InterceptorOrder.DISCLOSURE)
    public void hide(IPreResourceShowDetails details, @Nullable RequestDetails request) {
        Optional<Caller> caller = RequestContext.caller(request);
        Optional<AuditDraft> draft = RequestContext.draft(request);
        List<Integer> positions = new ArrayList<>();
        List<IBaseResource> resources = new ArrayList<>();
        for (int i = 0; i < details.size(); i++) {
            IBaseResource resource = details.getResource(i);
            if (resource != null) {
                positions.add(i);
                resources.add(resource);
            }
        }
        if (resources.isEmpty()) {
            return;
        }
        if (caller.isEmpty()) {
            hideWithoutCaller(details, positions, resources);
            return;
        }
        List<GateKeeper.Verdict> verdicts = isPlainRead(request)
                ? SeenMatches.of(request)
                        .flatMap(seen -> seen.verdictsOn(resources))
                        .orElseGet(() -> verdicts(caller.get(), resources, request))
                : verdicts(caller.get(), resources, request);
        for (int i = 0; i < verdicts.size(); i++) {
            GateKeeper.Verdict verdict = verdicts.get(i);
            if (verdict.decision() instanceof Decision.Deny deny) {
                details.setResource(positions.get(i), null);
                draft.ifPresent(d -> noteWithheld(d, verdict, deny));
                if (isHistory(request)) {
                    throw new ResourceNotFoundException("hidden");
                }
            } else {
                details.setResource(positions.get(i), gate.shown(caller.get(), verdict, resources.get(i)));
                draft.ifPresent(d -> noteShown(d, verdict));
            }
        }
    }

    /**
     * Takes hidden resources out of the matches of a search before they are counted, cut into pages or followed to what they
     * include: else links to further pages and included resources would tell of them.
     */
    @Hook(value = Pointcut.STORAGE_PREACCESS_RESOURCES, order = InterceptorOrder.DISCLOSURE)
    public void dropMatches(IPreResourceAccessDetails details, @Nullable RequestDetails request) {
        Caller caller = RequestContext.caller(request).orElse(null);
        if (caller == null || details instanceof SimplePreResourceAccessDetails) {
            // Resources that are loaded already are about to be shown, and are decided on there.
            return;
        }
        List<IBaseResource> resources = new ArrayList<>();
        for (int i = 0; i < details.size(); i++) {
            resources.add(details.getResource(i));
        }
        List<IBaseResource> leftIn = new ArrayList<>();
        List<GateKeeper.Verdict> decided = new ArrayList<>();
        List<GateKeeper.Verdict> verdicts = verdicts(caller, resources, request);
        for (int i = 0; i < verdicts.size(); i++) {
            GateKeeper.Verdict verdict = verdicts.get(i);
            if (verdict.decision() instanceof Decision.Deny deny) {
                details.setDontReturnResourceAtIndex(i);
                RequestContext.draft(request).ifPresent(draft -> noteWithheld(draft, verdict, deny));
            } else {
                leftIn.add(resources.get(i));
                decided.add(verdict);
            }
        }
        SeenMatches.of(request).ifPresent(seen -> seen.add(resources.size(), leftIn, decided));
    }

    private static void noteWithheld(AuditDraft draft, GateKeeper.Verdict verdict, Decision.Deny deny) {
        draft.withheld(verdict.access().allPatientIds(), deny);
    }

    private static void noteShown(AuditDraft draft, GateKeeper.Verdict verdict) {
        Set<String> patients = verdict.access().allPatientIds();
        Decision decision = verdict.decision();
        draft.shown(patients, verdict.reference(), decision.decidedBy());
        draft.underBreakGlass(patients, decision.breakGlassGrants());
        if (decision instanceof Decision.PermitMasked) {
            draft.masked(patients);
        }
    }

    private void hideWithoutCaller(
            IPreResourceShowDetails details, List<Integer> positions, List<IBaseResource> resources) {
        for (int i = 0; i < resources.size(); i++) {
            if (gate.isAboutPatients(resources.get(i))) {
                details.setResource(positions.get(i), null);
            }
        }
    }

    /** A history of which a part is hidden is one that is not there: HAPI cannot show one with gaps. */
    private static boolean isHistory(@Nullable RequestDetails request) {
        return request != null && request.getRestOperationType() == RestOperationTypeEnum.HISTORY_INSTANCE;
    }

    private List<GateKeeper.Verdict> verdicts(
            Caller caller, List<IBaseResource> resources, @Nullable RequestDetails request) {
        Interaction interaction = interaction(request);
        if (RequestContext.isInBulk(request)) {
            return gate.decideInBulk(caller, interaction, resources);
        }
        return isPlainRead(request)
                ? gate.decideOnCommitted(caller, interaction, resources)
                : gate.decide(caller, interaction, resources);
    }

    /** A read or search by itself: an entry of a transaction could see what is rolled back later. */
    private static boolean isPlainRead(@Nullable RequestDetails request) {
        return request != null
                && request.getClass() == ServletRequestDetails.class
                && PLAIN_READS.contains(request.getRestOperationType());
    }

    private static Interaction interaction(@Nullable RequestDetails request) {
        RestOperationTypeEnum type = request == null ? null : request.getRestOperationType();
        return type == null ? Interaction.SEARCH : INTERACTIONS.getOrDefault(type, Interaction.SEARCH);
    }
}
