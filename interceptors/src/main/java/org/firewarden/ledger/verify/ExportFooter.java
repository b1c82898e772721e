package org.firewarden.ledger.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.ledger.event.CanonicalJson;
import org.firewarden.ledger.tree.TreeHash;

/**
 * The last line of an export.
 *
 * @param end the place behind the last event
 * @param checkpoint a signed checkpoint over at least these events
 * @param last the hash of the last leaf, or of the empty tree where there is none
 * @param consistency the proof from {@code end} to the checkpoint's size; empty where both are the same
 */
public record ExportFooter(long end, TreeHash last, String checkpoint, List<TreeHash> consistency) {

    /** Copies the proof. */
    public ExportFooter {
        consistency = List.copyOf(consistency);
    }

    /** The line, without its end. */
    public String toLine() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("checkpoint", checkpoint);
        line.put("consistency", consistency.stream().map(TreeHash::toString).toList());
        line.put("end", end);
        line.put("last", last.toString());
        return CanonicalJson.write(line);
    }

    /** Reads a line, or empty if it is no footer. */
    static Optional<ExportFooter> parse(byte[] line) {
        Optional<JsonNode> parsed = StrictJson.object(line);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        JsonNode json = parsed.get();
        Optional<List<TreeHash>> path = StrictJson.hashes(json.path("consistency"));
        Optional<TreeHash> last = TreeHash.ofBase64(json.path("last").asText());
        if (!json.path("end").isIntegralNumber()
                || !json.path("checkpoint").isTextual()
                || last.isEmpty()
                || path.isEmpty()) {
            return Optional.empty();
        }
        ExportFooter footer = new ExportFooter(
                json.path("end").asLong(), last.get(), json.path("checkpoint").asText(), path.get());
        return StrictJson.isSame(footer.toLine(), line) ? Optional.of(footer) : Optional.empty();
    }
}
