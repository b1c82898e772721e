package org.firewarden.deid.operation.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.deid.engine.release.Expert;
import org.firewarden.deid.operation.AskedTerms;
import org.firewarden.record.CohortQuery;
import org.firewarden.record.TypeFilter;
import org.jspecify.annotations.Nullable;

/**
 * What a data set is asked for, read and complete, as a job keeps it.
 *
 * @param policy the name of a shipped policy
 * @param terms the terms of the release
 * @param query whose records, and what of them
 * @param withShared true if what the records refer to is wanted as well: practitioners, organizations, medications
 * @param protocol the approved ResearchStudy
 * @param steward who answers for the data set when its owner is gone
 * @param destroyBy when it is destroyed at the latest
 * @param url the address of the kick-off, without its query
 */
public record ExportRequest(
        String policy,
        AskedTerms terms,
        CohortQuery query,
        boolean withShared,
        String protocol,
        String steward,
        Instant destroyBy,
        String url) {

    /** As parameters of a job. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("policy", policy);
        put(json, "project", terms.project());
        put(json, "agreement", terms.agreement());
        Expert expert = terms.expert();
        if (expert != null) {
            json.putObject("expert")
                    .put("name", expert.name())
                    .put("statement", expert.statement())
                    .put("validUntil", expert.validUntil().toString());
        }
        put(json, "group", query.group());
        query.types().forEach(json.putArray("types")::add);
        put(json, "since", query.since() == null ? null : query.since().toString());
        json.putArray("filters");
        query.filters()
                .forEach(filter -> json.withArray("filters")
                        .addObject()
                        .put("type", filter.type())
                        .put("query", filter.query()));
        json.put("withShared", withShared);
        json.put("protocol", protocol);
        json.put("steward", steward);
        json.put("destroyBy", destroyBy.toString());
        json.put("url", url);
        return json;
    }

    /** Reads {@link #toJson}. */
    public static ExportRequest of(ObjectNode json) {
        JsonNode determined = json.path("expert");
        Expert expert = determined.isObject()
                ? new Expert(
                        determined.path("name").asText(),
                        determined.path("statement").asText(),
                        LocalDate.parse(determined.path("validUntil").asText()))
                : null;
        Set<String> types = new TreeSet<>();
        json.path("types").forEach(type -> types.add(type.asText()));
        List<TypeFilter> filters = new ArrayList<>();
        json.path("filters")
                .forEach(filter -> filters.add(new TypeFilter(
                        filter.path("type").asText(), filter.path("query").asText())));
        String since = text(json, "since");
        return new ExportRequest(
                json.path("policy").asText(),
                new AskedTerms(text(json, "project"), text(json, "agreement"), expert),
                new CohortQuery(text(json, "group"), types, since == null ? null : Instant.parse(since), filters),
                json.path("withShared").asBoolean(),
                json.path("protocol").asText(),
                json.path("steward").asText(),
                Instant.parse(json.path("destroyBy").asText()),
                json.path("url").asText());
    }

    /** What is asked about, as a text that is the same for the same question. */
    String source() {
        ObjectNode json = toJson();
        json.retain("group", "types", "since", "filters");
        return json.toString();
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.path(name).asText() : null;
    }
}
