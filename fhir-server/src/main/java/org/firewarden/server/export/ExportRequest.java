package org.firewarden.server.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.record.CohortQuery;
import org.firewarden.record.TypeFilter;

/**
 * What an export is asked for, read and complete, as a job keeps it (sealed).
 *
 * @param query whose records, and what of them
 * @param patients the logical ids to which the cohort is narrowed; empty for all of it
 * @param elements the elements that are wanted; empty for all
 * @param url the address of the kick-off, without its query
 */
record ExportRequest(CohortQuery query, List<String> patients, List<String> elements, String url) {

    /** Copies the lists. */
    ExportRequest {
        patients = List.copyOf(patients);
        elements = List.copyOf(elements);
    }

    /** As parameters of a job. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (query.group() != null) {
            json.put("group", query.group());
        }
        if (query.since() != null) {
            json.put("since", query.since().toString());
        }
        query.types().forEach(json.putArray("types")::add);
        json.putArray("filters");
        query.filters()
                .forEach(filter -> json.withArray("filters")
                        .addObject()
                        .put("type", filter.type())
                        .put("query", filter.query()));
        patients.forEach(json.putArray("patients")::add);
        elements.forEach(json.putArray("elements")::add);
        return json.put("url", url);
    }

    /** Reads {@link #toJson}. */
    static ExportRequest of(ObjectNode json) {
        Set<String> types = new TreeSet<>();
        json.path("types").forEach(type -> types.add(type.asText()));
        List<TypeFilter> filters = new ArrayList<>();
        json.path("filters")
                .forEach(filter -> filters.add(new TypeFilter(
                        filter.path("type").asText(), filter.path("query").asText())));
        List<String> patients = new ArrayList<>();
        json.path("patients").forEach(patient -> patients.add(patient.asText()));
        List<String> elements = new ArrayList<>();
        json.path("elements").forEach(element -> elements.add(element.asText()));
        CohortQuery query = new CohortQuery(
                json.hasNonNull("group") ? json.path("group").asText() : null,
                types,
                json.hasNonNull("since") ? Instant.parse(json.path("since").asText()) : null,
                filters,
                CohortQuery.Form.IDENTIFIED);
        return new ExportRequest(query, patients, elements, json.path("url").asText());
    }

    /** Says nothing of what is asked. */
    @Override
    public String toString() {
        return "ExportRequest";
    }
}
