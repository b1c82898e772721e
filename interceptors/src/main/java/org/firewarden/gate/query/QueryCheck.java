package org.firewarden.gate.query;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.gate.decision.Gate;
import org.firewarden.gate.decision.Policy;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a caller may ask a query: each type that it ranges over is open to searching, and each element that it reads
 * is one that the caller sees of every resource of the type.
 */
final class QueryCheck {

    private final SearchParameters parameters;
    private final Caller caller;
    private final Policy policy;

    QueryCheck(SearchParameters parameters, Caller caller, Policy policy) {
        this.parameters = parameters;
        this.caller = caller;
        this.policy = policy;
    }

    /** Why the query is refused, or null if it may be asked. */
    QueryRefusal.@Nullable Denied deny(QueryPlan plan) {
        QueryRefusal.Denied denial = denyType(plan.resourceType(), null);
        if (denial == null && plan.readsText() && !mayAskAbout(plan.resourceType(), plan.resourceType())) {
            denial = closed(null);
        }
        for (QueryPlan.Condition condition : plan.conditions()) {
            denial = denial == null ? denyCriterion(condition.criterion()) : denial;
        }
        for (ParameterDefinition parameter : plan.order()) {
            denial = denial == null ? denyParameter(plan.resourceType(), parameter) : denial;
        }
        for (Inclusion inclusion : plan.inclusions()) {
            denial = denial == null ? denyInclusion(inclusion) : denial;
        }
        return denial;
    }

    private QueryRefusal.@Nullable Denied denyCriterion(Criterion criterion) {
        QueryRefusal.Denied denial = denyType(criterion.resourceType(), null);
        if (denial != null) {
            return denial;
        }
        if (criterion instanceof Criterion.Plain plain) {
            return denyParameter(plain.resourceType(), plain.parameter());
        }
        if (criterion instanceof Criterion.Chain chain) {
            return first(denyParameter(chain.resourceType(), chain.reference()), chain.targets());
        }
        Criterion.Has has = (Criterion.Has) criterion;
        return first(denyParameter(has.source().resourceType(), has.reference()), List.of(has.source()));
    }

    private QueryRefusal.@Nullable Denied first(QueryRefusal.@Nullable Denied onReference, List<Criterion> others) {
        QueryRefusal.Denied denial = onReference;
        for (Criterion other : others) {
            denial = denial == null ? denyCriterion(other) : denial;
        }
        return denial;
    }

    /**
     * What is included is decided on one by one, so a type that is not open is left out of a wildcard. A reference that is
     * hidden must not be followed, since what comes of it would tell where it leads.
     */
    private QueryRefusal.@Nullable Denied denyInclusion(Inclusion inclusion) {
        if (inclusion.targetType() != null) {
            QueryRefusal.Denied denial = denyType(inclusion.targetType(), null);
            if (denial != null) {
                return denial;
            }
        }
        if (inclusion.sourceType() == null) {
            return denyEachReference(parameters.resourceTypes());
        }
        QueryRefusal.Denied onSource = denyType(inclusion.sourceType(), null);
        if (onSource != null || inclusion.reference() == null) {
            return onSource != null ? onSource : denyEachReference(Set.of(inclusion.sourceType()));
        }
        QueryRefusal.Denied onReference = denyParameter(inclusion.sourceType(), inclusion.reference());
        Set<String> targets = inclusion.reference().targets();
        return onReference == null && inclusion.targetType() == null && !targets.isEmpty()
                ? denyTypes(targets)
                : onReference;
    }

    /** Of a reference whose elements are not known the type must be shown as a whole. */
    private QueryRefusal.@Nullable Denied denyEachReference(Collection<String> types) {
        for (String type : types) {
            if (denyType(type, null) == null) {
                for (ParameterDefinition reference : parameters.references(type)) {
                    QueryRefusal.Denied denial = reference.paths().isEmpty() && mayAskAbout(type, type)
                            ? null
                            : denyParameter(type, reference);
                    if (denial != null) {
                        return denial;
                    }
                }
            }
        }
        return null;
    }

    /** Refused only if none of the types is open. */
    private QueryRefusal.@Nullable Denied denyTypes(Set<String> types) {
        QueryRefusal.Denied denial = null;
        for (String type : types) {
            denial = denyType(type, null);
            if (denial == null) {
                return null;
            }
        }
        return denial;
    }

    private QueryRefusal.@Nullable Denied denyType(String resourceType, @Nullable String parameter) {
        Decision decision = Gate.decideOnType(caller, Access.toType(Interaction.SEARCH, resourceType), policy);
        return decision instanceof Decision.Deny deny ? new QueryRefusal.Denied(deny, parameter) : null;
    }

    private QueryRefusal.@Nullable Denied denyParameter(String resourceType, ParameterDefinition parameter) {
        boolean isReadable = !parameter.paths().isEmpty()
                && parameter.paths().stream().allMatch(path -> mayAskAbout(resourceType, path));
        return isReadable ? null : closed(parameter.name());
    }

    private boolean mayAskAbout(String resourceType, String path) {
        return policy.mayAskAbout(caller, resourceType, path);
    }

    private static QueryRefusal.Denied closed(@Nullable String parameter) {
        return new QueryRefusal.Denied(new Decision.Deny(DenialReason.QUERY_CLOSED, null), parameter);
    }
}
