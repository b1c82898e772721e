package org.firewarden.server.recommendation;

import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Role;
import org.firewarden.cds.explanation.RecommendationSight;
import org.firewarden.cds.recommendation.RecommendationStore;
import org.firewarden.cds.recommendation.StoredRecommendation;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.problem.Problem;

/** Who may do something with a recommendation. A recommendation that is not there and one that is hidden look the same. */
final class RecommendationAccess {

    private final RecommendationStore store;
    private final RecommendationSight sight;

    RecommendationAccess(RecommendationStore store, RecommendationSight sight) {
        this.store = store;
        this.sight = sight;
    }

    /**
     * The caller, if it acts in one of the roles ({@link Caller#actsAs}); else 403. What a clinician sees is decided for each
     * recommendation, by scopes too.
     */
    static Caller caller(ServletRequestDetails request, Role... roles) {
        Optional<Caller> caller = RequestContext.caller(request);
        for (Role role : roles) {
            if (caller.isPresent()
                    && (role == Role.CLINICIAN
                            ? caller.get().is(role)
                            : caller.get().actsAs(role))) {
                return caller.get();
            }
        }
        RequestContext.draft(request).ifPresent(draft -> draft.denied(new Decision.Deny(DenialReason.ROLE, null)));
        throw Refusals.of(
                new ForbiddenOperationException("not of the role"),
                Problem.forbidden("forbidden", "This is not allowed."));
    }

    /** The recommendation of this id, or 404. */
    StoredRecommendation find(String id) {
        return uuid(id).flatMap(store::find).orElseThrow(RecommendationAccess::absent);
    }

    /** The recommendation of this id, if the caller may see it ({@link RecommendationSight}); else 404. */
    StoredRecommendation findVisible(String id, Caller caller, ServletRequestDetails request) {
        StoredRecommendation made = find(id);
        Decision decision = sight.decide(caller, made).orElse(null);
        if (decision instanceof Decision.Deny deny) {
            RequestContext.draft(request)
                    .ifPresent(draft -> draft.withheld(Set.of(made.origin().patientId()), deny));
        }
        if (decision == null || !decision.isPermitted()) {
            throw absent();
        }
        return made;
    }

    static InvalidRequestException invalid(List<Problem> problems) {
        return Refusals.of(new InvalidRequestException("parameters"), problems);
    }

    static ResourceNotFoundException absent() {
        return Refusals.of(
                new ResourceNotFoundException("no such recommendation"),
                Problem.notFound("There is no such resource here."));
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            // The id of something else.
            return Optional.empty();
        }
    }
}
