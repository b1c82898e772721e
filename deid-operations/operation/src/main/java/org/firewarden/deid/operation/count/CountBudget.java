package org.firewarden.deid.operation.count;

import java.util.List;
import java.util.OptionalLong;
import org.firewarden.access.Caller;
import org.springframework.jdbc.core.JdbcTemplate;

/** What each researcher has spent under each protocol, in table {@code firewarden.count_budget}; one statement for each spending. */
final class CountBudget {

    private final JdbcTemplate jdbc;
    private final Epsilon total;

    /**
     * A budget of so much for each researcher and protocol.
     *
     * @param jdbc whose connections commit each statement
     */
    CountBudget(JdbcTemplate jdbc, Epsilon total) {
        this.jdbc = jdbc;
        this.total = total;
    }

    /** Spends before anything is counted; what is left in millionths, or empty if there is not that much. */
    OptionalLong spend(Caller caller, String protocol, Epsilon epsilon) {
        if (epsilon.micros() > total.micros()) {
            return OptionalLong.empty();
        }
        List<Long> spent = jdbc.queryForList(
                "INSERT INTO firewarden.count_budget AS budget (subject, tenant, protocol, spent) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (subject, tenant, protocol) DO UPDATE SET spent = budget.spent + excluded.spent"
                        + " WHERE budget.spent + excluded.spent <= ? RETURNING spent",
                Long.class,
                caller.subject(),
                caller.tenant() == null ? "" : caller.tenant(),
                protocol,
                epsilon.micros(),
                total.micros());
        return spent.isEmpty() ? OptionalLong.empty() : OptionalLong.of(total.micros() - spent.get(0));
    }
}
