package org.firewarden.deid.engine.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.PrivateFile;

/**
 * Holds what could not be de-identified, sealed under the key ring, for a human to look at. The index beside it says where
 * each came from and why it is there, and nothing of what it is.
 */
final class Quarantine {

    private final Path folder;
    private final KeyRing keys;
    private final ObjectMapper json = new ObjectMapper();
    private int count;

    Quarantine(Path out, KeyRing keys) {
        this.folder = out.resolve("quarantine");
        this.keys = keys;
    }

    void hold(ChunkResult.Held held) throws IOException {
        count++;
        Files.createDirectories(folder);
        String name = String.format(Locale.ROOT, "%06d.sealed", count);
        PrivateFile.create(
                folder.resolve(name), keys.seal(KeyPurpose.VAULT, "deid-quarantine:" + count, held.content()));
        ObjectNode line = json.createObjectNode();
        line.put("file", name);
        line.put("input", held.file());
        line.put("place", held.place());
        line.put("reason", held.reason().code());
        Files.write(
                folder.resolve("index.ndjson"),
                (line + "\n").getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    int count() {
        return count;
    }
}
