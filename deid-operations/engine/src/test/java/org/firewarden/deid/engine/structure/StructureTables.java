package org.firewarden.deid.engine.structure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamException;

/**
 * Generates the committed tables of R4 types and codes from the StructureDefinitions, CodeSystems and ValueSets of FHIR
 * 4.0.1. Run it with the module's main resource folder as its argument; a test checks that the committed files are current.
 */
final class StructureTables {

    private static final String MODEL = "/org/hl7/fhir/r4/model/";
    private static final String DEFINITION = "/Bundle/entry/resource/StructureDefinition";
    private static final String TYPE_PREFIX = "http://hl7.org/fhir/StructureDefinition/";

    private final Map<String, Map<String, String>> types = new TreeMap<>();
    private final TreeSet<String> resources = new TreeSet<>();
    private final TerminologyTables terminology = new TerminologyTables();
    private final TreeSet<String> bindings = new TreeSet<>();

    private String name = "";
    private String kind = "";
    private String derivation = "";
    private List<Element> elements = new ArrayList<>();
    private Element element = new Element();

    public static void main(String[] arguments) throws IOException, XMLStreamException {
        for (Map.Entry<String, String> file : generate().entrySet()) {
            Files.writeString(Path.of(arguments[0]).resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
        }
    }

    /** The tables by their path in the main resources. */
    static Map<String, String> generate() throws IOException, XMLStreamException {
        StructureTables tables = new StructureTables();
        for (String file : List.of("v2-tables", "v3-codesystems", "valuesets")) {
            try (InputStream in = open("valueset/" + file + ".xml")) {
                tables.terminology.read(in);
            }
        }
        for (String file : List.of("profiles-types", "profiles-resources")) {
            try (InputStream in = open("profile/" + file + ".xml")) {
                XmlWalk.over(in, tables::opened, tables::closed);
            }
        }
        Map<String, String> files = new LinkedHashMap<>();
        String folder = "org/firewarden/deid/engine/";
        files.put(folder + "structure/r4-types.tsv", tables.typeTable());
        files.put(folder + "structure/r4-codes.tsv", tables.terminology.codeTable(tables.bindings));
        files.put(folder + "unit/ucum-common.tsv", tables.terminology.ucumTable());
        return files;
    }

    private static InputStream open(String file) {
        InputStream in = StructureTables.class.getResourceAsStream(MODEL + file);
        if (in == null) {
            throw new IllegalStateException("the validation resources lack " + file);
        }
        return in;
    }

    private void opened(String path, String value) {
        if (path.equals(DEFINITION)) {
            elements = new ArrayList<>();
            derivation = "";
        } else if (path.equals(DEFINITION + "/type")) {
            name = value;
        } else if (path.equals(DEFINITION + "/kind")) {
            kind = value;
        } else if (path.equals(DEFINITION + "/derivation")) {
            derivation = value;
        } else if (path.equals(DEFINITION + "/snapshot/element")) {
            element = new Element();
            elements.add(element);
        } else if (path.startsWith(DEFINITION + "/snapshot/element/")) {
            switch (path.substring(DEFINITION.length() + "/snapshot/element/".length())) {
                case "path" -> element.path = value;
                case "contentReference" -> element.content = value.substring(1);
                case "type/code" -> element.types.add(value);
                case "type/profile" -> element.simple |= value.endsWith("/SimpleQuantity");
                case "binding/strength" -> element.required = value.equals("required");
                case "binding/valueSet" -> element.valueSet = value.replaceFirst("\\|.*", "");
                default -> {
                    // Other parts of an element definition say nothing of structure.
                }
            }
        }
    }

    private void closed(String path) {
        if (!path.equals(DEFINITION) || derivation.equals("constraint") || kind.equals("primitive-type")) {
            return;
        }
        if (kind.equals("resource")) {
            resources.add(name);
        }
        types.computeIfAbsent(name, n -> new TreeMap<>());
        for (Element each : elements) {
            int dot = each.path.lastIndexOf('.');
            if (dot > 0) {
                add(each.path.substring(0, dot), each.path.substring(dot + 1), each);
            }
        }
        if (name.equals("Quantity")) {
            Map<String, String> simple = new TreeMap<>(types.getOrDefault("Quantity", Map.of()));
            simple.remove("comparator");
            types.put("SimpleQuantity", simple);
        }
    }

    private void add(String owner, String property, Element definition) {
        Map<String, String> properties = types.computeIfAbsent(owner, o -> new TreeMap<>());
        if (!definition.content.isEmpty()) {
            properties.put(property, definition.content);
            return;
        }
        for (String code : definition.types) {
            String type = typeOf(owner, property, code, definition);
            String jsonName = property.endsWith("[x]")
                    ? property.replace("[x]", code.substring(0, 1).toUpperCase(Locale.ROOT) + code.substring(1))
                    : property;
            properties.put(jsonName, type);
        }
    }

    private String typeOf(String owner, String property, String code, Element definition) {
        if (code.startsWith("http://hl7.org/fhirpath/")) {
            return property.equals("id") && resources.contains(owner) ? "id" : "string";
        }
        if (code.equals("BackboneElement") || code.equals("Element")) {
            return definition.path;
        }
        if (code.equals("Quantity") && definition.simple) {
            return "SimpleQuantity";
        }
        if (code.equals("code") && definition.required && terminology.resolves(definition.valueSet)) {
            bindings.add(definition.valueSet);
            return "code\t" + definition.valueSet;
        }
        return code.replace(TYPE_PREFIX, "");
    }

    private String typeTable() {
        StringBuilder table = new StringBuilder("""
                # FHIR 4.0.1 types; generated by StructureTables, do not edit.
                # '= type' or '@ resource type', then 'property TAB type [TAB required value set]'.
                """);
        types.forEach((type, properties) -> {
            table.append(resources.contains(type) ? "@ " : "= ").append(type).append('\n');
            properties.forEach((property, target) ->
                    table.append(property).append('\t').append(target).append('\n'));
        });
        return table.toString();
    }

    /** What is read of one element definition. */
    private static final class Element {
        private String path = "";
        private String content = "";
        private final List<String> types = new ArrayList<>();
        private boolean simple;
        private boolean required;
        private String valueSet = "";
    }
}
