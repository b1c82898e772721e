package org.firewarden.ledger.checkpoint;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.firewarden.ledger.note.Checkpoint;
import org.firewarden.ledger.note.MalformedNoteException;
import org.firewarden.ledger.note.SignedNote;
import org.springframework.jdbc.core.JdbcTemplate;

/** Table {@code firewarden.ledger_stamp}: what a time stamp authority answered for a checkpoint. */
public final class StampTable {

    private final JdbcTemplate jdbc;

    /** Uses the application's database. */
    public StampTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A checkpoint with its time stamp.
     *
     * @param size how many events it is over
     * @param note the checkpoint as it was signed
     * @param response TimeStampResp (RFC 3161) over the text of the note, DER in base64
     * @param time what the stamp says
     */
    public record Stamped(long size, SignedNote note, String response, Instant time) {}

    /** The newest one, or empty if there is none. */
    public Optional<Stamped> latest() {
        return jdbc
                .query(
                        "SELECT s.size, c.note, s.response, s.stamped FROM firewarden.ledger_stamp s"
                                + " JOIN firewarden.ledger_checkpoint c USING (size) ORDER BY s.size DESC LIMIT 1",
                        (row, i) -> new Stamped(
                                row.getLong(1),
                                note(row.getString(2)),
                                Base64.getEncoder().encodeToString(row.getBytes(3)),
                                row.getTimestamp(4).toInstant()))
                .stream()
                .findFirst();
    }

    /** Stores one, unless another node was faster. */
    void insert(Checkpoint checkpoint, byte[] response, Instant time) {
        jdbc.update(
                "INSERT INTO firewarden.ledger_stamp (size, response, stamped) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                checkpoint.size(),
                response,
                Timestamp.from(time));
    }

    private static SignedNote note(String text) {
        try {
            return SignedNote.parse(text);
        } catch (MalformedNoteException e) {
            throw new IllegalStateException("the ledger holds a checkpoint that it did not write", e);
        }
    }
}
