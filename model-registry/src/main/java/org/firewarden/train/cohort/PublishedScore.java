package org.firewarden.train.cohort;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.model.feature.ChartReader;
import org.firewarden.model.feature.Feature;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.feature.Moment;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelDefinition;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.runtime.InferenceSession;
import org.firewarden.model.runtime.ModelArtifact;
import org.firewarden.model.runtime.RuntimeSettings;
import org.firewarden.model.yaml.ShippedFile;

/**
 * A published score that ships, computed at the index events of a cohort, so that a trained model can be compared with what is in use.
 * An event whose chart does not hold all its inputs has no score.
 */
public final class PublishedScore {

    private final ModelDefinition definition;
    private final byte[] artifact;

    private PublishedScore(ModelDefinition definition, byte[] artifact) {
        this.definition = definition;
        this.artifact = artifact;
    }

    /** Loads the first version of a score by its id, for example {@code lace}. */
    public static PublishedScore load(String id, UnitConversion units) {
        ModelManifest manifest = ManifestJson.read(ShippedFile.bytes("models/" + id + "-1.0.0.manifest.json"));
        return new PublishedScore(
                ModelDefinition.of(manifest, units), ShippedFile.bytes("models/" + id + "-1.0.0.onnx"));
    }

    /** What it is called. */
    String name() {
        return definition.manifest().card().title();
    }

    List<String> resourceTypes() {
        return List.copyOf(definition.features().resourceTypes());
    }

    int inputs() {
        return definition.manifest().inputs().size();
    }

    /** The inputs at an index event, or empty if one of them is not known. */
    Optional<double[]> inputs(ChartReader reader, PatientChart chart, Moment moment) {
        Map<String, FeatureValue> values = reader.read(definition.features(), chart, moment);
        double[] row = new double[inputs()];
        for (int i = 0; i < row.length; i++) {
            String name = definition.manifest().inputs().get(i);
            Feature feature = definition.features().feature(name).orElseThrow();
            if (values.get(name) instanceof FeatureValue.Present present) {
                row[i] = present.value();
            } else if (feature.substitute().isPresent()) {
                row[i] = feature.substitute().getAsDouble();
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(row);
    }

    /** The first output of each row; not a number for a row that is absent. */
    double[] scores(List<Optional<double[]>> rows) {
        double[] scores = new double[rows.size()];
        double[] example = definition.manifest().golden().rows().get(0).inputs().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        ModelArtifact verified = ModelArtifact.verified(
                artifact, definition.manifest().artifact().sha256());
        try (InferenceSession session = InferenceSession.open(verified, RuntimeSettings.standard(), example)) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = rows.get(i)
                        .map(row -> session.run(new double[][] {row})[0][0])
                        .orElse(Double.NaN);
            }
        }
        return scores;
    }
}
