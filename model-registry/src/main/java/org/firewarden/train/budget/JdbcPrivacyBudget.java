package org.firewarden.train.budget;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps charges in the table {@code firewarden.privacy_charge}. Charges to one budget follow one another by an advisory lock of the
 * transaction, so two nodes cannot both take what is left.
 */
public final class JdbcPrivacyBudget implements PrivacyBudget {

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('privacy-budget/' || ?, 0))";
    private static final String SPENT = "SELECT coalesce(sum(epsilon), 0) AS epsilon, coalesce(sum(delta), 0) AS delta"
            + " FROM firewarden.privacy_charge WHERE budget_key = ?";
    private static final String FIND = "SELECT budget_key FROM firewarden.privacy_charge WHERE run_id = ?";
    private static final String INSERT =
            "INSERT INTO firewarden.privacy_charge (run_id, budget_key, data_set, epsilon, delta)"
                    + " VALUES (?, ?, ?, ?, ?)";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Limit limit;

    /** Uses the database behind the template. */
    public JdbcPrivacyBudget(JdbcTemplate jdbc, PlatformTransactionManager transactions, Limit limit) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.limit = limit;
    }

    @Override
    public Charge charge(UUID runId, String budgetKey, String dataSet, double epsilon, double delta) {
        if (!(epsilon > 0) || !(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("a charge is greater than 0");
        }
        return Objects.requireNonNull(
                transactions.execute(status -> charged(runId, budgetKey, dataSet, epsilon, delta)));
    }

    private Charge charged(UUID runId, String budgetKey, String dataSet, double epsilon, double delta) {
        jdbc.query(LOCK, row -> {}, budgetKey);
        List<String> before = jdbc.queryForList(FIND, String.class, runId);
        Spent spent = spent(budgetKey);
        if (!before.isEmpty()) {
            if (!before.get(0).equals(budgetKey)) {
                throw new IllegalStateException("a run is charged to one budget");
            }
            return new Charge.Charged(spent);
        }
        Spent sum = new Spent(spent.epsilon() + epsilon, spent.delta() + delta);
        if (sum.epsilon() > limit.epsilon() || sum.delta() > limit.delta()) {
            return new Charge.Overspent(spent, limit);
        }
        jdbc.update(INSERT, runId, budgetKey, dataSet, epsilon, delta);
        return new Charge.Charged(sum);
    }

    @Override
    public Spent spent(String budgetKey) {
        return Objects.requireNonNull(jdbc.queryForObject(
                SPENT, (row, number) -> new Spent(row.getDouble("epsilon"), row.getDouble("delta")), budgetKey));
    }
}
