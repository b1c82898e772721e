package org.firewarden.model.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.model.registry.ModelCard;
import org.jspecify.annotations.Nullable;

/**
 * Everything that defines a model version. The submitter signs its bytes; none of it changes afterwards, a correction is a new
 * version.
 *
 * @param model lower case with hyphens, for example {@code prevent-base-10y}
 * @param version a semantic version
 * @param artifact the ONNX file
 * @param features what it reads, as a feature spec with its code lists
 * @param inputs names of features, in the order of the artifact's columns
 * @param outputs in the order of the artifact's outputs
 * @param applicability for whom the model holds
 * @param explanation how the contributions of features are computed
 * @param golden inputs with the outputs that the artifact must reproduce
 * @param lineage where it comes from
 * @param evaluations how well it does, as reports
 * @param card what its users must know
 * @param sourceAttributes the 31 attributes of 45 CFR 170.315(b)(11)(iv)(B), by group and number such as {@code 1.1}; what is
 *     not known is left out
 * @param transparency what a CHAI applied model card states beyond these, or null
 * @param deviceCriteria the four criteria of section 520(o)(1)(E) of the FD&amp;C Act, or null if not stated yet
 * @param reference distributions of inputs and outputs that drift is measured against, by name; may be empty
 * @param limits on what a version does in use before it falls back to silent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelManifest(
        String model,
        String version,
        ArtifactFacts artifact,
        FeatureSource features,
        List<String> inputs,
        List<ModelOutput> outputs,
        ApplicabilityRules applicability,
        ExplanationMethod explanation,
        GoldenSet golden,
        Lineage lineage,
        List<Evaluation> evaluations,
        ModelCard card,
        Map<String, String> sourceAttributes,
        @Nullable TransparencyStatement transparency,
        @Nullable DeviceCriteria deviceCriteria,
        Map<String, Distribution> reference,
        MonitoringLimits limits) {

    /** What a manifest is signed as ({@link org.firewarden.crypto.HybridPublicKey#verifies}). */
    public static final String SIGNED_AS = "model-manifest";

    /** Copies the collections. */
    public ModelManifest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        evaluations = List.copyOf(evaluations);
        sourceAttributes = Map.copyOf(sourceAttributes);
        reference = Map.copyOf(reference);
    }

    /** The output of that code. */
    public Optional<ModelOutput> output(String code) {
        return outputs.stream().filter(output -> output.code().equals(code)).findFirst();
    }

    /** The reports of one kind. */
    public List<Evaluation> evaluations(Evaluation.Kind kind) {
        return evaluations.stream().filter(report -> report.kind() == kind).toList();
    }
}
