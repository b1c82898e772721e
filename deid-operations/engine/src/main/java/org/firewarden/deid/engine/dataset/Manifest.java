package org.firewarden.deid.engine.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.firewarden.deid.engine.policy.Policy;

/** Writes {@code manifest.json}: what the data set consists of and how it was made. Holds no patient data. */
final class Manifest {

    private Manifest() {}

    static void write(
            Path out,
            Policy policy,
            String engineVersion,
            List<OutputFiles.Written> files,
            RunResult result,
            int inputs)
            throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode manifest = json.createObjectNode();
        manifest.put("engine", "firewarden-deid");
        manifest.put("engineVersion", engineVersion);
        manifest.put("policy", policy.name());
        manifest.put("policySha256", policy.sha256());
        ObjectNode counts = manifest.putObject("counts");
        counts.put("inputFiles", inputs);
        counts.put("resourcesIn", result.in());
        counts.put("resourcesOut", result.out());
        counts.put("resourcesDropped", result.dropped());
        counts.put("quarantined", result.quarantined());
        for (OutputFiles.Written file : files) {
            ObjectNode entry = manifest.withArray("files").addObject();
            entry.put("name", file.name());
            entry.put("type", file.type());
            entry.put("resources", file.resources());
            entry.put("bytes", file.bytes());
            entry.put("sha256", file.sha256());
        }
        Path temporary = out.resolve(".manifest.json.part");
        Files.write(
                temporary,
                json.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(manifest)
                        .getBytes(StandardCharsets.UTF_8));
        Files.move(temporary, out.resolve("manifest.json"), StandardCopyOption.ATOMIC_MOVE);
    }
}
