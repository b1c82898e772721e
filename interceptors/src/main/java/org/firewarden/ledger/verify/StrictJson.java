package org.firewarden.ledger.verify;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.firewarden.ledger.tree.TreeHash;

/** Reads lines that must be exactly what was written. */
final class StrictJson {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private StrictJson() {}

    static Optional<JsonNode> object(byte[] line) {
        try {
            return Optional.ofNullable(JSON.readTree(line)).filter(JsonNode::isObject);
        } catch (IOException e) {
            // Not JSON, so not what is looked for.
            return Optional.empty();
        }
    }

    static Optional<List<TreeHash>> hashes(JsonNode array) {
        if (!array.isArray()) {
            return Optional.empty();
        }
        List<TreeHash> hashes = new ArrayList<>();
        for (JsonNode element : array) {
            TreeHash.ofBase64(element.asText()).ifPresent(hashes::add);
        }
        return hashes.size() == array.size() ? Optional.of(hashes) : Optional.empty();
    }

    static boolean isSame(String written, byte[] line) {
        return Arrays.equals(written.getBytes(StandardCharsets.UTF_8), line);
    }
}
