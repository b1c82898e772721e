package org.firewarden.ledger.checkpoint;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.firewarden.ledger.note.Checkpoint;
import org.firewarden.ledger.note.MalformedNoteException;
import org.firewarden.ledger.note.SignedNote;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tables {@code firewarden.ledger_checkpoint} and {@code firewarden.ledger_witnessed}. */
public final class CheckpointTable {

    private static final String SELECT = "SELECT note, signed FROM firewarden.ledger_checkpoint ";

    private final JdbcTemplate jdbc;

    /** Uses the application's database. */
    public CheckpointTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest checkpoint, or empty if there is none yet. */
    public Optional<Stored> latest() {
        return jdbc.query(SELECT + "ORDER BY size DESC LIMIT 1", (row, i) -> stored(row)).stream()
                .findFirst();
    }

    /** Checkpoints of sizes from {@code first} to {@code last}, in their order. */
    public List<Stored> between(long first, long last, int limit) {
        return jdbc.query(
                SELECT + "WHERE size >= ? AND size <= ? ORDER BY size LIMIT ?",
                (row, i) -> stored(row),
                first,
                last,
                limit);
    }

    /** Stores a checkpoint, unless another node was faster. */
    void insert(Checkpoint checkpoint, SignedNote note, Instant signed) {
        jdbc.update(
                "INSERT INTO firewarden.ledger_checkpoint (size, note, signed) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                checkpoint.size(),
                note.toString(),
                Timestamp.from(signed));
    }

    /** The oldest checkpoints that a witness has not taken yet. */
    List<Stored> notWitnessedBy(String witness, int limit) {
        return jdbc.query(
                SELECT
                        + "WHERE size > (SELECT coalesce(max(size), 0) FROM firewarden.ledger_witnessed WHERE witness = ?)"
                        + " ORDER BY size LIMIT ?",
                (row, i) -> stored(row),
                witness,
                limit);
    }

    void witnessed(String witness, Checkpoint checkpoint) {
        jdbc.update(
                "INSERT INTO firewarden.ledger_witnessed (witness, size) VALUES (?, ?) ON CONFLICT DO NOTHING",
                witness,
                checkpoint.size());
    }

    private static Stored stored(ResultSet row) throws SQLException {
        try {
            SignedNote note = SignedNote.parse(row.getString("note"));
            return new Stored(
                    Checkpoint.parse(note.text()),
                    note,
                    row.getTimestamp("signed").toInstant());
        } catch (MalformedNoteException e) {
            throw new IllegalStateException("the ledger holds a checkpoint that it did not write", e);
        }
    }

    /**
     * A checkpoint that was signed.
     *
     * @param checkpoint what it says
     * @param note with its signatures
     * @param signed when
     */
    public record Stored(Checkpoint checkpoint, SignedNote note, Instant signed) {}
}
