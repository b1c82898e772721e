package org.firewarden.gate.label;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The only row of {@code firewarden.label_state}: which tables labelled what is stored, and how far a job has come. */
public final class RelabellingState {

    private static final String SELECT =
            "SELECT tables_hash, target_hash, cursor, seen, raised FROM firewarden.label_state";

    private final JdbcTemplate jdbc;

    /** Uses the application's database. */
    public RelabellingState(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The row.
     *
     * @param done the tables by which everything is labelled, or null
     * @param target the tables by which the job labels, or null
     * @param cursor where the job goes on
     * @param seen versions looked at by the job
     * @param raised resources raised by the job
     */
    record Row(@Nullable String done, @Nullable String target, long cursor, long seen, long raised) {

        boolean isDone(String hash) {
            return hash.equals(done);
        }

        /** The same row if a job for these tables has begun, else one with which it begins. */
        Row begin(String hash) {
            return hash.equals(target) ? this : new Row(done, hash, 0, 0, 0);
        }

        Row advance(StoredVersions.Page page, int raisedNow) {
            return page.read() == 0
                    ? new Row(target, target, 0, seen, raised)
                    : new Row(done, target, page.cursor(), seen + page.read(), raised + raisedNow);
        }
    }

    /** The row, kept from all others until the transaction ends; empty if another node works on it. */
    Optional<Row> lock() {
        List<Row> rows = jdbc.query(SELECT + " FOR UPDATE SKIP LOCKED", (result, number) -> row(result));
        return rows.stream().findFirst();
    }

    Row read() {
        return jdbc.query(SELECT, (result, number) -> row(result)).get(0);
    }

    void write(Row row) {
        jdbc.update(
                "UPDATE firewarden.label_state SET tables_hash = ?, target_hash = ?, cursor = ?, seen = ?, raised = ?",
                row.done(),
                row.target(),
                row.cursor(),
                row.seen(),
                row.raised());
    }

    private static Row row(ResultSet result) throws SQLException {
        return new Row(
                result.getString("tables_hash"),
                result.getString("target_hash"),
                result.getLong("cursor"),
                result.getLong("seen"),
                result.getLong("raised"));
    }
}
