package org.firewarden.deid.engine.structure;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.firewarden.deid.engine.table.Table;

/**
 * The types of FHIR 4.0.1 with their properties, and the codes of its own code systems and required value sets. Read from
 * tables that a test compares with the published StructureDefinitions.
 */
public final class R4Structure {

    private final Map<String, TypeDefinition> types = new HashMap<>();
    private final Set<String> typeNames = new HashSet<>();
    private final Map<String, Set<String>> codes = new HashMap<>();

    private R4Structure() {}

    /** Reads the tables. */
    public static R4Structure load() {
        R4Structure structure = new R4Structure();
        structure.readTypes(Table.lines(R4Structure.class, "r4-types.tsv"));
        for (String line : Table.lines(R4Structure.class, "r4-codes.tsv")) {
            int tab = line.indexOf('\t');
            structure.codes.put(
                    line.substring(0, tab), Set.of(line.substring(tab + 1).split("\t", -1)));
        }
        return structure;
    }

    /** The definition of a complex type, if there is such a type. */
    public Optional<TypeDefinition> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** True if some element has this type, or it is a type itself, primitive ones included. */
    public boolean isType(String name) {
        return typeNames.contains(name);
    }

    /** True for the name of a resource type. */
    public boolean isResource(String name) {
        TypeDefinition type = types.get(name);
        return type != null && type.isResource();
    }

    /** The codes of a code system or value set, if they are known. */
    public Optional<Set<String>> codes(String url) {
        return Optional.ofNullable(codes.get(url));
    }

    private void readTypes(List<String> lines) {
        String name = "";
        boolean isResource = false;
        Map<String, Property> properties = new HashMap<>();
        for (String line : lines) {
            if (line.startsWith("= ") || line.startsWith("@ ")) {
                add(name, isResource, properties);
                isResource = line.charAt(0) == '@';
                name = line.substring(2);
                properties = new HashMap<>();
            } else {
                String[] cells = line.split("\t", -1);
                properties.put(cells[0], new Property(cells[0], cells[1], cells.length > 2 ? cells[2] : null));
                typeNames.add(cells[1]);
            }
        }
        add(name, isResource, properties);
    }

    private void add(String name, boolean isResource, Map<String, Property> properties) {
        if (!name.isEmpty()) {
            types.put(name, new TypeDefinition(name, isResource, properties));
            typeNames.add(name);
        }
    }
}
