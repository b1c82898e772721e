package org.firewarden.model.registry;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Model versions for tests. */
public final class Cards {

    public static final String DIGEST = "0123456789abcdef".repeat(4);

    /** Any content, for tests of the store. */
    public static final ModelContent CONTENT = new ModelContent(
            "{}".getBytes(StandardCharsets.UTF_8),
            "an artifact of some length".getBytes(StandardCharsets.UTF_8),
            "key",
            "public key",
            "signature",
            "max");

    private Cards() {}

    public static ModelCard card(String title) {
        return new ModelCard(
                title,
                "developer",
                "use",
                "population",
                List.of("input"),
                List.of("output"),
                List.of("limit"),
                List.of("not this"),
                "performance",
                "citation",
                "licence");
    }

    public static ModelVersion version(String modelId, String version, Stage stage) {
        return new ModelVersion(modelId, version, DIGEST, stage, card(modelId + " \"quoted\" <b> ü"));
    }
}
