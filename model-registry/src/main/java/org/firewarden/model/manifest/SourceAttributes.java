package org.firewarden.model.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.firewarden.model.yaml.ShippedFile;

/**
 * The 31 source attributes of predictive decision support interventions (45 CFR 170.315(b)(11)(iv)(B), HTI-1). Their wording
 * lies in a resource, as the regulation has it.
 */
public final class SourceAttributes {

    private static final List<Attribute> ALL = read();
    private static final Set<String> KEYS = ALL.stream().map(Attribute::key).collect(Collectors.toUnmodifiableSet());

    private SourceAttributes() {}

    /**
     * One attribute.
     *
     * @param key group and number, for example {@code 1.1}
     * @param group the title of its group
     * @param title its wording
     */
    public record Attribute(String key, String group, String title) {}

    /** All of them, in the order of the regulation. */
    public static List<Attribute> all() {
        return ALL;
    }

    static boolean isKey(String key) {
        return KEYS.contains(key);
    }

    private static List<Attribute> read() {
        List<Attribute> attributes = new ArrayList<>();
        try {
            JsonNode groups = new ObjectMapper()
                    .readTree(ShippedFile.bytes("transparency/hti1-b11-source-attributes.json"))
                    .path("groups");
            for (JsonNode group : groups) {
                int number = 0;
                for (JsonNode item : group.path("items")) {
                    number++;
                    attributes.add(new Attribute(
                            group.path("n").asText() + "." + number,
                            group.path("title").asText(),
                            item.asText()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(attributes);
    }
}
