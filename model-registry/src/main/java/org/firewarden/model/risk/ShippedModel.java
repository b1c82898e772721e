package org.firewarden.model.risk;

import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelDefinition;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.yaml.ShippedFile;

/** A model version that ships inside the jar: its artifact, its manifest, and the stage at which it is registered first. */
final class ShippedModel {

    private final ModelDefinition definition;
    private final Stage stage;
    private final byte[] artifact;

    private ShippedModel(ModelDefinition definition, Stage stage, byte[] artifact) {
        this.definition = definition;
        this.stage = stage;
        this.artifact = artifact;
    }

    /** Loads a model by {@code id-version}. */
    static ShippedModel load(String name, Stage stage, UnitConversion units) {
        byte[] manifest = ShippedFile.bytes("models/" + name + ".manifest.json");
        return new ShippedModel(
                ModelDefinition.of(ManifestJson.read(manifest), units),
                stage,
                ShippedFile.bytes("models/" + name + ".onnx"));
    }

    /** The version as it is registered for the first time. */
    ModelVersion version() {
        return new ModelVersion(
                definition.manifest().model(),
                definition.manifest().version(),
                definition.manifest().artifact().sha256(),
                stage,
                definition.manifest().card());
    }

    ModelDefinition definition() {
        return definition;
    }

    double[] example() {
        return definition.manifest().golden().rows().get(0).inputs().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    byte[] artifact() {
        return artifact.clone();
    }
}
