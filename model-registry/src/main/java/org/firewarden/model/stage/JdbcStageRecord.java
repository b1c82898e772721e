package org.firewarden.model.stage;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.firewarden.model.registry.Stage;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** Keeps them in {@code firewarden.model_approval} and {@code firewarden.model_step}. */
public final class JdbcStageRecord implements StageRecord {

    private final JdbcTemplate jdbc;
    private final TransactionOperations transaction;

    /** Uses this database. */
    public JdbcStageRecord(JdbcTemplate jdbc, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public List<Approval> approvals(String model, String version, Stage from, Stage target, String canary) {
        return jdbc.query(
                "SELECT subject, role FROM firewarden.model_approval WHERE model_id = ? AND version = ?"
                        + " AND from_stage = ? AND target = ? AND canary = ? AND approved_at > now() - interval '7 days'",
                (row, number) -> new Approval(row.getString("subject"), row.getString("role")),
                model,
                version,
                from.name(),
                target.name(),
                canary);
    }

    @Override
    public void approve(String model, String version, Stage from, Stage target, String canary, Approval approval) {
        jdbc.update(
                "INSERT INTO firewarden.model_approval (model_id, version, from_stage, target, canary, subject, role)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (model_id, version, from_stage, target, canary,"
                        + " subject) DO UPDATE SET approved_at = now(), role = excluded.role",
                model,
                version,
                from.name(),
                target.name(),
                canary,
                approval.subject(),
                approval.role());
    }

    @Override
    public void step(String model, String version, Stage from, Stage to, String kind, String subject) {
        jdbc.update(
                "INSERT INTO firewarden.model_step (model_id, version, from_stage, to_stage, kind, subject)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                model,
                version,
                from.name(),
                to.name(),
                kind,
                subject);
        // An approval is of one step from where the version stood; it does not outlive that.
        jdbc.update("DELETE FROM firewarden.model_approval WHERE model_id = ? AND version = ?", model, version);
    }

    @Override
    public List<Step> steps(String model) {
        return jdbc.query(
                "SELECT version, to_stage, kind FROM firewarden.model_step WHERE model_id = ? ORDER BY id",
                (row, number) -> new Step(
                        row.getString("version"), Stage.valueOf(row.getString("to_stage")), row.getString("kind")),
                model);
    }

    @Override
    public <T> T together(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }
}
