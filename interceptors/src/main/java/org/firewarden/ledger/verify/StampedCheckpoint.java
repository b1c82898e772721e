package org.firewarden.ledger.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.firewarden.crypto.TimeStampAuthority;
import org.firewarden.crypto.TimeStampException;
import org.firewarden.ledger.event.CanonicalJson;
import org.firewarden.ledger.note.MalformedNoteException;
import org.firewarden.ledger.note.SignedNote;

/**
 * A checkpoint with the time stamp over its text, as {@code GET /audit/timestamp} answers it:
 * {@code {"checkpoint":"a signed note","timestamp":"B64 of TimeStampResp"}}.
 *
 * @param note the checkpoint
 * @param response what the authority answered (RFC 3161), DER in base64
 */
public record StampedCheckpoint(SignedNote note, String response) {

    /** The line, without its end. */
    public String toLine() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("checkpoint", note.toString());
        line.put("timestamp", response);
        return CanonicalJson.write(line);
    }

    /** Reads a line, or empty if it is none. */
    static Optional<StampedCheckpoint> parse(byte[] line) {
        Optional<JsonNode> parsed = StrictJson.object(line);
        if (parsed.isEmpty()
                || !parsed.get().path("checkpoint").isTextual()
                || !parsed.get().path("timestamp").isTextual()) {
            return Optional.empty();
        }
        try {
            StampedCheckpoint stamped = new StampedCheckpoint(
                    SignedNote.parse(parsed.get().path("checkpoint").textValue()),
                    parsed.get().path("timestamp").textValue());
            stamped.decoded();
            return StrictJson.isSame(stamped.toLine(), line) ? Optional.of(stamped) : Optional.empty();
        } catch (MalformedNoteException | IllegalArgumentException e) {
            // Whatever it is, it is not what the server answers.
            return Optional.empty();
        }
    }

    /**
     * What the stamp says.
     *
     * @throws TimeStampException if it does not hold
     */
    TimeStampAuthority.Stamp verify(TimeStampAuthority authority) throws TimeStampException {
        return authority.verify(note.text().getBytes(StandardCharsets.UTF_8), decoded());
    }

    private byte[] decoded() {
        return Base64.getDecoder().decode(response);
    }
}
