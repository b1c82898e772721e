package org.firewarden.deid.operation.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.firewarden.crypto.Sha256;
import org.firewarden.dataset.Custody;
import org.firewarden.dataset.DataFile;
import org.firewarden.dataset.DataSet;
import org.firewarden.dataset.Disposal;
import org.firewarden.dataset.Lineage;
import org.firewarden.dataset.Sensitivity;
import org.jspecify.annotations.Nullable;

/** A data set as the text that is signed, and back. Holds no patient value. */
final class DataSetManifest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DataSetManifest() {}

    /** The text over which the signature goes. */
    static String text(
            UUID id,
            Instant createdAt,
            List<DataFile> files,
            Lineage lineage,
            Custody custody,
            ObjectNode certificate) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", id.toString());
        json.put("created", createdAt.toString());
        json.putArray("files");
        for (DataFile file : files) {
            json.withArray("files")
                    .addObject()
                    .put("name", file.name())
                    .put("type", file.type())
                    .put("resources", file.resources())
                    .put("bytes", file.bytes())
                    .put("sha256", file.sha256());
        }
        ObjectNode from = json.putObject("lineage");
        from.put("job", lineage.jobId().toString());
        from.put("policy", lineage.policy());
        from.put("policySha256", lineage.policySha256());
        from.put("engineVersion", lineage.engineVersion());
        put(from, "group", lineage.group());
        from.put("querySha256", lineage.querySha256());
        from.put("sourceTime", lineage.sourceTime().toString());
        from.put("protocol", lineage.protocol());
        put(from, "agreement", lineage.agreement());
        from.put("patients", lineage.patients());
        ObjectNode whose = json.putObject("custody");
        whose.put("owner", custody.owner());
        put(whose, "ownerUser", custody.ownerUser());
        whose.put("steward", custody.steward());
        put(whose, "tenant", custody.tenant());
        whose.put("sensitivity", custody.sensitivity().code());
        whose.put("destroyBy", custody.destroyBy().toString());
        whose.put("budgetKey", custody.budgetKey());
        json.set("certificate", certificate);
        return json.toString();
    }

    /** The data set that the text describes. */
    static DataSet read(String text, @Nullable Disposal disposal) {
        try {
            JsonNode json = JSON.readTree(text);
            List<DataFile> files = new ArrayList<>();
            for (JsonNode file : json.path("files")) {
                files.add(new DataFile(
                        file.path("name").asText(),
                        file.path("type").asText(),
                        file.path("resources").asLong(),
                        file.path("bytes").asLong(),
                        file.path("sha256").asText()));
            }
            return new DataSet(
                    UUID.fromString(json.path("id").asText()),
                    Instant.parse(json.path("created").asText()),
                    files,
                    Sha256.hex(text.getBytes(StandardCharsets.UTF_8)),
                    lineage(json.path("lineage")),
                    custody(json.path("custody")),
                    (ObjectNode) json.path("certificate"),
                    disposal);
        } catch (JsonProcessingException | ClassCastException e) {
            throw new IllegalStateException("the manifest of a data set is not readable", e);
        }
    }

    private static Lineage lineage(JsonNode json) {
        return new Lineage(
                UUID.fromString(json.path("job").asText()),
                json.path("policy").asText(),
                json.path("policySha256").asText(),
                json.path("engineVersion").asText(),
                text(json, "group"),
                json.path("querySha256").asText(),
                Instant.parse(json.path("sourceTime").asText()),
                json.path("protocol").asText(),
                text(json, "agreement"),
                json.path("patients").asLong());
    }

    private static Custody custody(JsonNode json) {
        return new Custody(
                json.path("owner").asText(),
                text(json, "ownerUser"),
                json.path("steward").asText(),
                text(json, "tenant"),
                Sensitivity.ofCode(json.path("sensitivity").asText())
                        .orElseThrow(() -> new IllegalStateException("a data set of unknown sensitivity")),
                Instant.parse(json.path("destroyBy").asText()),
                json.path("budgetKey").asText());
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.path(name).asText() : null;
    }
}
