package org.firewarden.deid.engine.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The text of a policy file as headers and lists of entries, each with its line. */
final class PolicyEntries {

    /** One entry of a list: its line and its fields. */
    record Entry(int line, Map<String, String> fields) {}

    /** All that may stand at the top of a policy. */
    private static final Set<String> NAMES = Set.of(
            "policy",
            "clause",
            "label",
            "undatedAsOf",
            "ids",
            "ages",
            "tagger",
            "demands",
            "resources",
            "rules",
            "extensions",
            "codeSystems",
            "ageCodes",
            "quasiIdentifiers",
            "limits");

    private final Map<String, Integer> headerLines = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, List<Entry>> lists = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** Reads the file; what is not of the expected shape becomes a problem. */
    static PolicyEntries read(byte[] yaml) {
        PolicyEntries entries = new PolicyEntries();
        try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                entries.problems.add("line 1: a policy is a map");
                return entries;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (!NAMES.contains(name)) {
                    entries.problem(parser, "a policy has no '" + name + "'");
                }
                if (entries.headerLines.put(name, parser.currentTokenLocation().getLineNr()) != null) {
                    entries.problem(parser, "'" + name + "' stands there twice");
                }
                JsonToken token = parser.nextToken();
                if (token == JsonToken.START_ARRAY) {
                    entries.lists.put(name, entries.list(parser));
                } else if (token.isScalarValue()) {
                    entries.headers.put(name, parser.getText());
                } else {
                    entries.problem(parser, name + " is neither a text nor a list");
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // The parser's message may quote the file; the line is enough to find the fault.
            entries.problems.add(lineOf(e) + "not YAML");
        }
        return entries;
    }

    private static String lineOf(IOException e) {
        return e instanceof com.fasterxml.jackson.core.JsonProcessingException json && json.getLocation() != null
                ? "line " + json.getLocation().getLineNr() + ": "
                : "";
    }

    private List<Entry> list(JsonParser parser) throws IOException {
        List<Entry> list = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY && token != null;
                token = parser.nextToken()) {
            int line = parser.currentTokenLocation().getLineNr();
            if (token != JsonToken.START_OBJECT) {
                problem(parser, "an entry is a map");
                parser.skipChildren();
                continue;
            }
            Map<String, String> fields = new LinkedHashMap<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (parser.nextToken().isScalarValue()) {
                    if (fields.put(name, parser.getText()) != null) {
                        problem(parser, "'" + name + "' stands there twice");
                    }
                } else {
                    problem(parser, name + " is not a text");
                    parser.skipChildren();
                }
            }
            list.add(new Entry(line, fields));
        }
        return list;
    }

    private void problem(JsonParser parser, String text) {
        problems.add("line " + parser.currentTokenLocation().getLineNr() + ": " + text);
    }

    String header(String name) {
        String value = headers.get(name);
        if (value == null) {
            problems.add("line 1: the policy lacks '" + name + "'");
            return "";
        }
        return value;
    }

    String optionalHeader(String name, String otherwise) {
        return headers.getOrDefault(name, otherwise);
    }

    /** True if a header has its second value; false if it has the first or is not there; all else is a problem. */
    boolean choice(String name, String first, String second) {
        String value = headers.getOrDefault(name, first);
        if (!value.equals(first) && !value.equals(second)) {
            problemOfHeader(name, "it is '" + first + "' or '" + second + "'");
        }
        return value.equals(second);
    }

    void problemOfHeader(String name, String problem) {
        String text = "line " + headerLines.getOrDefault(name, 1) + ": " + name + ": " + problem;
        if (!problems.contains(text)) {
            problems.add(text);
        }
    }

    List<Entry> entries(String list) {
        return lists.getOrDefault(list, List.of());
    }

    void problem(int line, String text) {
        problems.add("line " + line + ": " + text);
    }

    /** A field of an entry; its absence is a problem. */
    String require(Entry entry, String name) {
        String value = entry.fields().get(name);
        if (value == null || value.isBlank()) {
            problem(entry.line(), "the entry lacks '" + name + "'");
            return "";
        }
        return value;
    }

    List<String> problems() {
        return problems;
    }
}
