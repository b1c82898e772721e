package org.firewarden.deid.engine.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;

/**
 * Holds what could not be de-identified, sealed under the key ring, for a human to look at. The index beside it says where
 * each came from and why it is there, and nothing of what it is.
 */
final class Quarantine {

    /** What each entry is sealed as, before its number. */
    static final String SUBJECT = "deid-quarantine:";

    private static final String FOLDER = "quarantine/";

    private final DataSetOutput output;
    private final KeyRing keys;
    private final ObjectMapper json = new ObjectMapper();
    private final StringBuilder index = new StringBuilder();
    private int count;

    Quarantine(DataSetOutput output, KeyRing keys) {
        this.output = output;
        this.keys = keys;
    }

    void hold(ChunkResult.Held held) throws IOException {
        count++;
        String name = String.format(Locale.ROOT, "%06d.sealed", count);
        try (OutputStream out = output.create(FOLDER + name)) {
            out.write(keys.seal(KeyPurpose.VAULT, SUBJECT + count, held.content()));
        }
        ObjectNode line = json.createObjectNode();
        line.put("file", name);
        line.put("input", held.file());
        line.put("place", held.place());
        line.put("reason", held.reason().code());
        index.append(line).append('\n');
    }

    /** Writes the index, if there is something in it. */
    void finish() throws IOException {
        if (count > 0) {
            try (OutputStream out = output.create(FOLDER + "index.ndjson")) {
                out.write(index.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    int count() {
        return count;
    }
}
