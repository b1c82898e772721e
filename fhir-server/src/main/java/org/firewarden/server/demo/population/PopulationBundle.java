package org.firewarden.server.demo.population;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A part of a population, usually one patient's record, as a FHIR transaction Bundle that creates or updates each resource
 * under an id of its own ({@code PUT Type/id}). Loading it twice leaves what loading it once left (R4, HTTP, update as
 * create), which the POST entries that Synthea writes would not.
 */
public final class PopulationBundle {
    /** An id by R4's rule, other than a bare number: those the server gives out itself. */
    private static final Pattern CLIENT_ASSIGNED_ID = Pattern.compile("(?![0-9]+$)[A-Za-z0-9.\\-]{1,64}");

    private final ObjectNode transaction;

    private PopulationBundle(ObjectNode transaction) {
        this.transaction = transaction;
    }

    /**
     * Makes a Bundle repeatable. One that already is stays as it is.
     *
     * @param source a transaction or batch Bundle; it is not changed
     * @param known where its references by identifier point to
     * @throws IllegalArgumentException if this is no Bundle of resources with ids
     */
    static PopulationBundle repeatable(JsonNode source, KnownIdentifiers known) {
        require("Bundle".equals(source.path("resourceType").asText()), "not a Bundle");
        JsonNode entries = source.path("entry").deepCopy();
        Map<String, String> literalByFullUrl = new HashMap<>();
        for (JsonNode entry : entries) {
            literalByFullUrl.put(entry.path("fullUrl").asText(), literal(entry.path("resource")));
        }
        LiteralReferences references = new LiteralReferences(literalByFullUrl, known);

        ObjectNode transaction = PopulationJson.MAPPER.createObjectNode();
        transaction.put("resourceType", "Bundle").put("type", "transaction");
        ArrayNode repeatable = transaction.putArray("entry");
        for (JsonNode entry : entries) {
            JsonNode resource = entry.path("resource");
            references.applyTo(resource);
            ObjectNode put = repeatable.addObject();
            put.set("resource", resource);
            put.putObject("request").put("method", "PUT").put("url", literal(resource));
        }
        return new PopulationBundle(transaction);
    }

    private static String literal(JsonNode resource) {
        String type = resource.path("resourceType").asText();
        String id = resource.path("id").asText();
        require(!type.isEmpty(), "an entry without a resource");
        require(CLIENT_ASSIGNED_ID.matcher(id).matches(), "a resource without an id that a client may assign");
        return type + '/' + id;
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("This part of the population cannot be loaded: " + problem + '.');
        }
    }

    /** How many resources it holds. */
    public int resourceCount() {
        return transaction.path("entry").size();
    }

    /** The Bundle in FHIR's JSON format. */
    public String toJson() {
        try {
            return PopulationJson.MAPPER.writeValueAsString(transaction);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written.", e);
        }
    }

    /** The Bundle as a tree of its own, which the caller may change. */
    ObjectNode tree() {
        return transaction.deepCopy();
    }
}
