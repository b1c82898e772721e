package org.firewarden.train.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a run answers when it is done: the model, what was spent, and the whole report, as a FHIR Parameters. */
final class TrainAnswer {

    private TrainAnswer() {}

    static ObjectNode of(@Nullable String model, Optional<JsonNode> report) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        parameters.put("resourceType", "Parameters");
        if (model != null) {
            parameter(parameters, "model").putObject("valueReference").put("reference", model);
        }
        report.ifPresent(found -> report(parameters, found));
        return parameters;
    }

    private static void report(ObjectNode parameters, JsonNode report) {
        for (String name : List.of("epsilon", "delta", "noiseMultiplier", "samplingRate")) {
            if (report.path(name).isNumber()) {
                parameter(parameters, name)
                        .put("valueDecimal", report.path(name).decimalValue());
            }
        }
        if (report.path("steps").isNumber()) {
            parameter(parameters, "steps")
                    .put("valueInteger", report.path("steps").asInt());
        }
        for (String name : List.of("accountant", "conversion")) {
            if (report.path(name).isTextual()) {
                parameter(parameters, name).put("valueCode", report.path(name).asText());
            }
        }
        parameter(parameters, "report").put("valueString", report.toString());
    }

    private static ObjectNode parameter(ObjectNode parameters, String name) {
        return parameters.withArray("parameter").addObject().put("name", name);
    }
}
