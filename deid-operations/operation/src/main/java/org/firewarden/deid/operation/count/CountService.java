package org.firewarden.deid.operation.count;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditDraft;
import org.firewarden.problem.Problem;
import org.firewarden.record.CohortQuery;
import org.firewarden.record.CohortReader;
import org.firewarden.record.CohortRefusedException;
import org.firewarden.record.TypeFilter;
import org.jspecify.annotations.Nullable;

/**
 * Decides on a count and makes it: a researcher under an approved protocol, a search that the firewall admits, patients whom the
 * caller may see, each counted once, and a budget that is charged before anything is looked at. A search with a chain is refused:
 * whether it is too wide depends on the data and would tell of it without noise.
 */
final class CountService {

    private static final Pattern QUERY = Pattern.compile("([A-Z][A-Za-z]{1,63})\\?(.{1,2000})");
    private static final Pattern CHAIN = Pattern.compile("(^|&)(_has|_list|[^=&]*\\.)", Pattern.CASE_INSENSITIVE);
    private static final double CONFIDENCE = 0.95;

    private final CohortReader cohorts;
    private final CountBudget budget;
    private final DiscreteLaplace noise;

    CountService(CohortReader cohorts, CountBudget budget, DiscreteLaplace noise) {
        this.cohorts = cohorts;
        this.budget = budget;
        this.noise = noise;
    }

    CountResult count(
            @Nullable Caller caller,
            @Nullable String query,
            @Nullable String epsilon,
            @Nullable String protocol,
            AuditDraft draft) {
        if (caller == null || !caller.actsAs(Role.RESEARCHER) || caller.purpose() != PurposeOfUse.HRESCH) {
            return refused(
                    403,
                    Problem.forbidden(
                            "researchers-only",
                            "Counts need the role researcher, a scope that reads Patients, and purpose HRESCH."),
                    new Decision.Deny(DenialReason.ROLE, null));
        }
        List<Problem> problems = new ArrayList<>();
        Matcher search = QUERY.matcher(query == null ? "" : query);
        if (!search.matches()) {
            problems.add(Problem.invalid("query-invalid", "The parameter 'query' is a search, like Condition?code=x."));
        } else if (isChain(search.group(2))) {
            problems.add(Problem.invalid("chain-closed", "A count takes no chains, no _has and no _list."));
        }
        Optional<Epsilon> asked = Epsilon.parse(epsilon == null ? "" : epsilon);
        if (asked.isEmpty()) {
            problems.add(Problem.invalid(
                    "epsilon-invalid", "The parameter 'epsilon' is a decimal above 0 with at most six digits."));
        }
        if (!problems.isEmpty()) {
            return new CountResult.Refused(400, problems, null);
        }
        Optional<String> study = cohorts.protocol(caller, protocol, draft);
        if (study.isEmpty()) {
            return refused(
                    403,
                    Problem.forbidden("protocol-required", "A count needs an approved protocol of the caller."),
                    new Decision.Deny(DenialReason.ROLE, null));
        }
        return counted(
                caller, new TypeFilter(search.group(1), search.group(2)), asked.orElseThrow(), study.get(), draft);
    }

    /** As sent and as the search will decode it; what cannot be decoded counts as one. */
    private static boolean isChain(String query) {
        try {
            return CHAIN.matcher(query).find()
                    || CHAIN.matcher(URLDecoder.decode(query, StandardCharsets.UTF_8))
                            .find();
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private CountResult counted(Caller caller, TypeFilter filter, Epsilon epsilon, String protocol, AuditDraft draft) {
        CohortQuery question = new CohortQuery(null, Set.of(filter.type()), null, List.of(filter));
        if (cohorts.check(caller, question, draft) instanceof CohortReader.Check.Refused refused) {
            return new CountResult.Refused(refused.status(), refused.problems(), refused.denial());
        }
        OptionalLong remaining = budget.spend(caller, protocol, epsilon);
        if (remaining.isEmpty()) {
            return refused(
                    403,
                    Problem.forbidden(
                            "budget-spent", "The privacy budget of this caller and protocol does not allow it."),
                    null);
        }
        draft.detail("epsilon", epsilon.value().toPlainString());
        draft.detail("protocol", protocol);
        try {
            // What was shown to the gate for it is shown to nobody, so it is no disclosure of these patients.
            long exact = cohorts.count(caller, filter, new AuditDraft(draft.correlationId(), "localhost"));
            return new CountResult.Counted(
                    Math.max(0, exact + noise.sample(epsilon)),
                    DiscreteLaplace.halfWidth(epsilon, CONFIDENCE),
                    epsilon.value(),
                    BigDecimal.valueOf(remaining.getAsLong(), 6).stripTrailingZeros());
        } catch (CohortRefusedException e) {
            return new CountResult.Refused(
                    e.refused().status(), e.refused().problems(), e.refused().denial());
        }
    }

    private static CountResult refused(int status, Problem problem, Decision.@Nullable Deny denial) {
        return new CountResult.Refused(status, List.of(problem), denial);
    }
}
