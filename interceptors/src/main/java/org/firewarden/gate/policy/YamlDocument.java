package org.firewarden.gate.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
 * A YAML file as a JSON tree that remembers its lines. Only plain trees are read: no aliases of lists or maps, no second
 * document, a bounded size and depth, so that a small file cannot unfold into a large one.
 */
final class YamlDocument {

    private static final int MAXIMUM_CHARACTERS = 256 * 1024;
    private static final int MAXIMUM_DEPTH = 12;
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

    private final JsonNode tree;
    private final Map<String, Integer> lines;

    private YamlDocument(JsonNode tree, Map<String, Integer> lines) {
        this.tree = tree;
        this.lines = lines;
    }

    /** Reads a file, or adds to the problems; then the tree is missing and whatever is found in it is not one more problem. */
    static YamlDocument read(PolicyFile file, List<PolicyProblem> problems) {
        YamlDocument document = new YamlDocument(JsonNodeFactory.instance.objectNode(), new HashMap<>());
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAXIMUM_CHARACTERS);
        options.setNestingDepthLimit(MAXIMUM_DEPTH);
        options.setMaxAliasesForCollections(0);
        options.setProcessComments(false);
        int before = problems.size();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file.content()))
                    .toString();
            Node root = new Yaml(options).compose(new StringReader(text));
            JsonNode tree = root == null ? null : document.convert(root, "", file.name(), problems);
            if (tree instanceof ObjectNode && problems.size() == before) {
                return new YamlDocument(tree, document.lines);
            }
            if (problems.size() == before) {
                problems.add(new PolicyProblem(file.name(), 0, "the file holds no policy"));
            }
        } catch (CharacterCodingException e) {
            problems.add(new PolicyProblem(file.name(), 0, "the file is not UTF-8"));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problems.add(new PolicyProblem(file.name(), line, "not YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            problems.add(new PolicyProblem(file.name(), 0, "not YAML that is read here: " + e.getMessage()));
        }
        return new YamlDocument(JsonNodeFactory.instance.missingNode(), Map.of());
    }

    /** The content; missing if the file was not read. */
    JsonNode tree() {
        return tree;
    }

    /** The line of what a JSON pointer points to, or of the nearest thing around it. */
    int line(String pointer) {
        String at = pointer;
        while (!lines.containsKey(at) && !at.isEmpty()) {
            at = at.substring(0, at.lastIndexOf('/'));
        }
        return lines.getOrDefault(at, 1);
    }

    private JsonNode convert(Node node, String pointer, String file, List<PolicyProblem> problems) {
        lines.putIfAbsent(pointer, node.getStartMark().getLine() + 1);
        if (node instanceof MappingNode mapping) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (NodeTuple entry : mapping.getValue()) {
                int line = entry.getKeyNode().getStartMark().getLine() + 1;
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    problems.add(new PolicyProblem(file, line, "a key must be a plain word"));
                } else if (object.has(key.getValue())) {
                    problems.add(new PolicyProblem(file, line, "the key '" + key.getValue() + "' stands here twice"));
                } else {
                    String child = pointer + "/" + escape(key.getValue());
                    lines.put(child, line);
                    object.set(key.getValue(), convert(entry.getValueNode(), child, file, problems));
                }
            }
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Node item : sequence.getValue()) {
                array.add(convert(item, pointer + "/" + array.size(), file, problems));
            }
            return array;
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        problems.add(new PolicyProblem(file, node.getStartMark().getLine() + 1, "aliases are not read"));
        return JsonNodeFactory.instance.nullNode();
    }

    /** A quoted text is a text; of plain words only true, false and whole numbers are something else. */
    private static JsonNode scalar(ScalarNode scalar) {
        String value = scalar.getValue();
        if (!scalar.isPlain()) {
            return JsonNodeFactory.instance.textNode(value);
        }
        if (value.equals("true") || value.equals("false")) {
            return JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(value));
        }
        if (value.isEmpty() || value.equals("null") || value.equals("~")) {
            return JsonNodeFactory.instance.nullNode();
        }
        return INTEGER.matcher(value).matches()
                ? JsonNodeFactory.instance.numberNode(new BigInteger(value))
                : JsonNodeFactory.instance.textNode(value);
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
