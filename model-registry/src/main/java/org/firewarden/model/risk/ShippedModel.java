package org.firewarden.model.risk;

import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.yaml.ShippedFile;

/** A model version that ships inside the jar: its manifest, its artifact, and the stage at which it is registered first. */
final class ShippedModel {

    private final byte[] manifestBytes;
    private final ModelManifest manifest;
    private final Stage stage;
    private final byte[] artifact;

    private ShippedModel(byte[] manifestBytes, Stage stage, byte[] artifact) {
        this.manifestBytes = manifestBytes;
        this.manifest = ManifestJson.read(manifestBytes);
        this.stage = stage;
        this.artifact = artifact;
    }

    /** Loads a model by {@code id-version}. */
    static ShippedModel load(String name, Stage stage) {
        return new ShippedModel(
                ShippedFile.bytes("models/" + name + ".manifest.json"),
                stage,
                ShippedFile.bytes("models/" + name + ".onnx"));
    }

    ModelManifest manifest() {
        return manifest;
    }

    byte[] manifestBytes() {
        return manifestBytes.clone();
    }

    byte[] artifact() {
        return artifact.clone();
    }

    Stage stage() {
        return stage;
    }

    double[] example() {
        return manifest.golden().rows().get(0).inputs().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }
}
