package org.firewarden.cds.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.model.risk.RiskAnswer;

/**
 * What an answer was computed from, so that who may not see that does not see the answer. An input that was read from one resource
 * names it. A count, and a value that is there and cannot be used, come from all resources of their type; a "no" comes from none.
 *
 * @param references the resources of the chart, as {@code Type/id}
 * @param types the resource types that the model reads
 */
record InputSources(Set<String> references, Set<String> types) {

    static InputSources of(FeatureSpec features, RiskAnswer answer, PatientChart chart) {
        Set<String> references = new LinkedHashSet<>();
        for (RiskAnswer.Input input : answer.inputs()) {
            if (input.value() instanceof FeatureValue.Present present && present.reference() != null) {
                references.add(present.reference());
            } else if (!(input.value() instanceof FeatureValue.Present present) || present.isTrue()) {
                features.feature(input.name())
                        .ifPresent(feature -> feature.resourceTypes().forEach(type -> addAll(type, chart, references)));
            }
        }
        return new InputSources(references, features.resourceTypes());
    }

    private static void addAll(String type, PatientChart chart, Set<String> references) {
        for (ObjectNode resource : chart.resources()) {
            String id = resource.path("id").asText("");
            if (type.equals(resource.path("resourceType").asText()) && !id.isEmpty()) {
                references.add(type + "/" + id);
            }
        }
    }
}
