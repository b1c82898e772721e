package org.firewarden.model.risk;

import java.util.List;
import org.firewarden.model.feature.Interval;
import org.firewarden.model.registry.Stage;

/**
 * What binds an artifact to the record: which features are its columns, what its outputs mean, for whom it holds.
 *
 * @param id the model's id
 * @param version its semantic version
 * @param stage the stage at which it is registered for the first time
 * @param artifact path of the ONNX file from the root of the jar
 * @param features path of the feature spec
 * @param card path of the model card
 * @param inputs names of features, in the order of the artifact's columns
 * @param outputs in the order of the artifact's outputs
 * @param ranges values outside which the model does not hold
 * @param exclusions features which, if true, make the model not hold
 * @param example a row of inputs for which the model answers numbers; the first run after it is loaded
 */
record ModelManifest(
        String id,
        String version,
        Stage stage,
        String artifact,
        String features,
        String card,
        List<String> inputs,
        List<Output> outputs,
        List<Range> ranges,
        List<Exclusion> exclusions,
        List<Double> example) {

    ModelManifest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        ranges = List.copyOf(ranges);
        exclusions = List.copyOf(exclusions);
        example = List.copyOf(example);
    }

    /** One output: the code of the outcome and what people call it. */
    record Output(String code, String title) {}

    /** The values of a feature, in its unit, for which the model holds. */
    record Range(String feature, Interval interval) {}

    /** A feature whose presence rules the model out, and the sentence that says so. */
    record Exclusion(String feature, String reason) {}
}
