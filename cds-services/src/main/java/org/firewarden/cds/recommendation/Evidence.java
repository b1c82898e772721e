package org.firewarden.cds.recommendation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that it takes to explain a recommendation, and to compute it again bit for bit: the chart as the model got it, the day,
 * the answer, and the card.
 *
 * @param now the time from which ages and windows were counted
 * @param patient the Patient of the chart
 * @param resources a JSON object whose {@code resources} are the others of the chart, whose {@code encounter} is the one in
 *     context, and whose {@code origins} say by prefetch key where they came from
 * @param answer the answer, as {@link AnswerJson} writes it
 * @param card the card as it went out, or null if there was none
 */
public record Evidence(
        ZonedDateTime now,
        ObjectNode patient,
        ObjectNode resources,
        ObjectNode answer,
        @Nullable ObjectNode card) {

    /**
     * The resources of the chart that the answer was computed from, the Patient first. Where the answer does not say which they are, it
     * is all of them.
     */
    public List<ObjectNode> inputs() {
        Set<String> sources = texts("sources");
        List<ObjectNode> inputs = new ArrayList<>();
        inputs.add(patient);
        for (JsonNode resource : resources.path("resources")) {
            String id = resource.path("id").asText("");
            String reference = resource.path("resourceType").asText() + "/" + id;
            boolean isInput = !answer.has("sources") || id.isEmpty() || sources.contains(reference);
            if (isInput && resource instanceof ObjectNode input) {
                inputs.add(input);
            }
        }
        return inputs;
    }

    /** The resource types that the model read, whether there was any of them or not. */
    public Set<String> inputTypes() {
        Set<String> types = texts("types");
        inputs().forEach(input -> types.add(input.path("resourceType").asText()));
        return types;
    }

    private Set<String> texts(String field) {
        Set<String> texts = new LinkedHashSet<>();
        answer.path(field).forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
