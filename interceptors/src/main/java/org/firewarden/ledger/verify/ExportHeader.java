package org.firewarden.ledger.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.ledger.event.CanonicalJson;
import org.firewarden.ledger.tree.Frontier;
import org.firewarden.ledger.tree.TreeHash;

/**
 * The first line of an export.
 *
 * @param origin which log it is of
 * @param before the right edge of the tree before the first event of the export
 */
public record ExportHeader(String origin, Frontier before) {

    static final String FORMAT = "firewarden-ledger";
    static final int VERSION = 1;

    /** The line, without its end. */
    public String toLine() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("export", FORMAT);
        line.put("first", before.size());
        line.put("frontier", before.subtrees().stream().map(TreeHash::toString).toList());
        line.put("origin", origin);
        line.put("v", VERSION);
        return CanonicalJson.write(line);
    }

    /** Reads a line, or empty if it is no header of this version. */
    static Optional<ExportHeader> parse(byte[] line) {
        Optional<JsonNode> parsed = StrictJson.object(line);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        JsonNode json = parsed.get();
        Optional<List<TreeHash>> subtrees = StrictJson.hashes(json.path("frontier"));
        if (!FORMAT.equals(json.path("export").asText())
                || json.path("v").asInt() != VERSION
                || !json.path("first").isIntegralNumber()
                || !json.path("origin").isTextual()
                || subtrees.isEmpty()
                || json.path("first").asLong() < 0
                || subtrees.get().size() != Long.bitCount(json.path("first").asLong())) {
            return Optional.empty();
        }
        ExportHeader header = new ExportHeader(
                json.path("origin").asText(),
                Frontier.of(json.path("first").asLong(), new ArrayList<>(subtrees.get())));
        // What was read and is not what would be written was altered.
        return StrictJson.isSame(header.toLine(), line) ? Optional.of(header) : Optional.empty();
    }
}
