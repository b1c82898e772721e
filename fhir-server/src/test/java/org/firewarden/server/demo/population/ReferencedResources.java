package org.firewarden.server.demo.population;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The few hospitals and practitioners, of the hundreds that a run knows, that a record refers to, however indirectly. */
final class ReferencedResources {
    private final Map<String, ObjectNode> all = new HashMap<>();
    private final Map<String, List<String>> roles = new HashMap<>();

    ReferencedResources(List<JsonNode> providers, KnownIdentifiers known) {
        for (JsonNode bundle : providers) {
            for (JsonNode entry :
                    PopulationBundle.repeatable(bundle, known).tree().path("entry")) {
                String literal = entry.at("/request/url").asText();
                ObjectNode resource = (ObjectNode) entry.path("resource");
                all.put(literal, resource);
                // A role is referred to by nothing: it comes along with its practitioner.
                if (resource.has("practitioner")) {
                    roles.computeIfAbsent(resource.at("/practitioner/reference").asText(), p -> new ArrayList<>())
                            .add(literal);
                }
            }
        }
    }

    /** By {@code Type/id}, in a fixed order. */
    Map<String, ObjectNode> from(JsonNode record) {
        Map<String, ObjectNode> referenced = new TreeMap<>();
        Deque<JsonNode> toDo = new ArrayDeque<>(List.of(record));
        while (!toDo.isEmpty()) {
            for (JsonNode reference : toDo.remove().findValues("reference")) {
                String literal = reference.asText();
                add(literal, referenced, toDo);
                roles.getOrDefault(literal, List.of()).forEach(role -> add(role, referenced, toDo));
            }
        }
        return referenced;
    }

    private void add(String literal, Map<String, ObjectNode> referenced, Deque<JsonNode> toDo) {
        ObjectNode resource = all.get(literal);
        if (resource != null && referenced.putIfAbsent(literal, resource) == null) {
            toDo.add(resource);
        }
    }
}
