package org.firewarden.model.risk;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.FeatureSpecFile;
import org.firewarden.model.registry.ModelCard;
import org.firewarden.model.registry.ModelCardFile;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.yaml.InvalidFileException;
import org.firewarden.model.yaml.ShippedFile;

/**
 * A model version that ships inside the jar: its artifact and all that is declared about it. The names in the manifest are
 * those of the feature spec.
 */
final class ShippedModel {

    private final ModelManifest manifest;
    private final FeatureSpec features;
    private final ModelCard card;
    private final byte[] artifact;

    ShippedModel(ModelManifest manifest, FeatureSpec features, ModelCard card, byte[] artifact) {
        this.manifest = manifest;
        this.features = features;
        this.card = card;
        this.artifact = artifact.clone();
    }

    /**
     * Loads a model by the path of its manifest.
     *
     * @throws InvalidFileException if one of its files is missing or not valid
     */
    static ShippedModel load(String path, FeatureSpecFile specs) {
        ModelManifest manifest = ModelManifestFile.parse(path, ShippedFile.text(path));
        FeatureSpec features = specs.load(manifest.features());
        List<String> problems = new ArrayList<>();
        Stream.of(
                        manifest.inputs().stream(),
                        manifest.ranges().stream().map(ModelManifest.Range::feature),
                        manifest.exclusions().stream().map(ModelManifest.Exclusion::feature))
                .flatMap(names -> names)
                .filter(name -> features.feature(name).isEmpty())
                .forEach(name ->
                        problems.add(path + ":1: there is no feature '" + name + "' in " + manifest.features()));
        if (!problems.isEmpty()) {
            throw new InvalidFileException(problems);
        }
        ModelCard card = ModelCardFile.parse(manifest.card(), ShippedFile.text(manifest.card()));
        return new ShippedModel(manifest, features, card, ShippedFile.bytes(manifest.artifact()));
    }

    /** The version as it is registered for the first time. */
    ModelVersion version() {
        return new ModelVersion(manifest.id(), manifest.version(), Sha256.hex(artifact), manifest.stage(), card);
    }

    ModelManifest manifest() {
        return manifest;
    }

    FeatureSpec features() {
        return features;
    }

    double[] example() {
        return manifest.example().stream().mapToDouble(Double::doubleValue).toArray();
    }

    byte[] artifact() {
        return artifact.clone();
    }
}
