package org.firewarden.train.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.firewarden.problem.Problem;
import org.firewarden.train.run.TrainSettings;

/**
 * What {@code $train} is asked for.
 *
 * @param dataSet the data set
 * @param settings what decides the outcome
 */
public record TrainRequest(UUID dataSet, TrainSettings settings) {

    /** The names of all parameters of the operation. */
    public static final List<String> NAMES = List.of(
            "dataset",
            "features",
            "target",
            "algorithm",
            "epsilon",
            "delta",
            "maxGradNorm",
            "seed",
            "accountant",
            "trials",
            "split",
            "splitDate",
            "calibration",
            "positiveWeight",
            "optimizer",
            "learningRate",
            "epochs",
            "batch",
            "hidden",
            "rowsPerPatient");

    static final ParameterNames KNOWN = new ParameterNames("$train", NAMES);

    /**
     * The parameters of the operation as they came, known or not.
     *
     * @param values by name, in the order in which they came; empty texts for what has no simple value
     */
    public record Raw(Map<String, List<String>> values) {
        /** Copies the values. */
        public Raw {
            Map<String, List<String>> copy = new LinkedHashMap<>();
            values.forEach((name, texts) -> copy.put(name, List.copyOf(texts)));
            values = Collections.unmodifiableMap(copy);
        }

        /** Says which came and not what. */
        @Override
        public String toString() {
            return NAMES.stream().filter(values::containsKey).sorted().collect(Collectors.joining(",", "Raw[", "]"));
        }
    }

    /** The request, or every problem with it. */
    public sealed interface Reading {
        /** It is understood. */
        record Understood(TrainRequest request) implements Reading {}

        /** It is not; malformed if a value is not even of its type. */
        record NotUnderstood(boolean isMalformed, List<Problem> problems) implements Reading {
            /** Copies the list. */
            public NotUnderstood {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Reads the parameters. */
    public static Reading read(Raw raw) {
        return new RequestReader(raw).read();
    }

    /** The parameters of the job. */
    ObjectNode toParameters() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("dataSet", dataSet.toString())
                .put("settings", settings.toJson());
    }

    static TrainRequest ofParameters(ObjectNode parameters) {
        return new TrainRequest(
                UUID.fromString(parameters.path("dataSet").asText()),
                TrainSettings.ofJson(parameters.path("settings").asText()));
    }
}
