package org.firewarden.train.candidate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.model.yaml.InvalidFileException;
import org.firewarden.model.yaml.ShippedFile;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The parts of a manifest that are sentences: a YAML file of the form of the manifest, in which {@code ${name}} stands for what a run
 * has found. A later file says more precisely what an earlier one says for all.
 */
final class CardTexts {

    private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z]+)}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> values;

    CardTexts(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * Puts the sentences of a shipped file over what a manifest has.
     *
     * @throws InvalidFileException if a place in it has a name that nothing is known of
     */
    void putOver(ObjectNode manifest, String path) {
        Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(ShippedFile.text(path));
        if (!(JSON.valueToTree(loaded) instanceof ObjectNode texts)) {
            throw new InvalidFileException(List.of(path + ":1: holds a mapping"));
        }
        merge(manifest, texts, path);
    }

    private void merge(ObjectNode base, ObjectNode over, String path) {
        over.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (base.path(field.getKey()) instanceof ObjectNode inner && value instanceof ObjectNode more) {
                merge(inner, more, path);
            } else {
                base.set(field.getKey(), filled(value, path));
            }
        });
    }

    private JsonNode filled(JsonNode value, String path) {
        if (value instanceof TextNode text) {
            return TextNode.valueOf(filled(text.textValue(), path));
        } else if (value instanceof ObjectNode object) {
            ObjectNode filled = JSON.createObjectNode();
            merge(filled, object, path);
            return filled;
        } else if (value.isArray()) {
            var filled = JSON.createArrayNode();
            value.forEach(element -> filled.add(filled(element, path)));
            return filled;
        }
        return value;
    }

    private String filled(String text, String path) {
        return PLACE.matcher(text).replaceAll(place -> {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new InvalidFileException(List.of(path + ":1: nothing is known of " + place.group(1)));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
