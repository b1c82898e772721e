package org.firewarden.model.yaml;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A mapping in a YAML file. Each key must be asked for once; {@link #refuseOtherKeys} then notes those that were not. A
 * required key that is absent or has the wrong type is noted and read as empty, so that reading goes on.
 */
public final class YamlObject {

    private static final int MAXIMUM_CHARACTERS = 1 << 20;

    private final FileProblems problems;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> asked = new TreeSet<>();

    private YamlObject(MappingNode node, FileProblems problems) {
        this.problems = problems;
        this.line = line(node);
        for (NodeTuple tuple : node.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (values.put(key, tuple.getValueNode()) != null) {
                problems.add(line(tuple.getKeyNode()), "key '" + key + "' stands twice");
            }
        }
    }

    /**
     * Reads a file that holds one mapping.
     *
     * @throws InvalidFileException if it is not YAML, or not a mapping
     */
    public static YamlObject parse(String content, FileProblems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAXIMUM_CHARACTERS);
        try {
            if (new Yaml(options).compose(new StringReader(content)) instanceof MappingNode mapping) {
                return new YamlObject(mapping, problems);
            }
            problems.add(1, "the file must hold a mapping");
        } catch (MarkedYAMLException e) {
            problems.add(
                    e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1, "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add(1, "not YAML: " + e.getMessage());
        }
        throw problems.refusal();
    }

    /** The line on which the mapping begins, counted from 1. */
    public int line() {
        return line;
    }

    /** Whether the key is there; does not count as asking for it. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** A text that must be there. */
    public Optional<String> text(String key) {
        Optional<String> text = optionalText(key);
        if (!has(key)) {
            problems.add(line, "key '" + key + "' is missing");
        }
        return text;
    }

    /** A text that may be there. */
    public Optional<String> optionalText(String key) {
        Node node = ask(key);
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue().strip());
        }
        if (node != null) {
            problems.add(line(node), "'" + key + "' must be a text");
        }
        return Optional.empty();
    }

    /** A finite number that must be there. */
    public OptionalDouble number(String key) {
        Optional<String> text = text(key);
        if (text.isPresent()) {
            try {
                double number = Double.parseDouble(text.get());
                if (Double.isFinite(number)) {
                    return OptionalDouble.of(number);
                }
            } catch (NumberFormatException e) {
                // Noted below, like a number that is not finite.
            }
            problem(key, "'" + key + "' must be a number");
        }
        return OptionalDouble.empty();
    }

    /** A mapping that must be there. */
    public Optional<YamlObject> object(String key) {
        Node node = ask(key);
        if (node instanceof MappingNode mapping) {
            return Optional.of(new YamlObject(mapping, problems));
        }
        problems.add(node == null ? line : line(node), "'" + key + "' must be a mapping");
        return Optional.empty();
    }

    /** A list of mappings, empty if the key is not there. */
    public List<YamlObject> objects(String key) {
        List<YamlObject> objects = new ArrayList<>();
        for (Node element : elements(key)) {
            if (element instanceof MappingNode mapping) {
                objects.add(new YamlObject(mapping, problems));
            } else {
                problems.add(line(element), "'" + key + "' must be a list of mappings");
            }
        }
        return objects;
    }

    /** A list of texts, empty if the key is not there. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Node element : elements(key)) {
            if (element instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
                texts.add(scalar.getValue().strip());
            } else {
                problems.add(line(element), "'" + key + "' must be a list of texts");
            }
        }
        return texts;
    }

    /** Notes a problem with the value of a key. */
    public void problem(String key, String text) {
        Node node = values.get(key);
        problems.add(node == null ? line : line(node), text);
    }

    /** Notes each key that was not asked for. */
    public void refuseOtherKeys() {
        values.forEach((key, node) -> {
            if (!asked.contains(key)) {
                problems.add(line(node), "unknown key '" + key + "'");
            }
        });
    }

    private List<Node> elements(String key) {
        Node node = ask(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problems.add(line(node), "'" + key + "' must be a list");
        return List.of();
    }

    private @Nullable Node ask(String key) {
        asked.add(key);
        return values.get(key);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
