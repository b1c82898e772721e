package org.firewarden.model.risk;

import java.util.Optional;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.registry.ModelReports.ModelReport;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.yaml.ShippedFile;
import org.jspecify.annotations.Nullable;

/** A model version that ships inside the jar: its manifest, its artifact, and the stage at which it is registered first. */
final class ShippedModel {

    private final byte[] manifestBytes;
    private final ModelManifest manifest;
    private final Stage stage;
    private final byte[] artifact;
    private final @Nullable ModelReport report;

    private ShippedModel(byte[] manifestBytes, Stage stage, byte[] artifact, @Nullable ModelReport report) {
        this.report = report;
        this.manifestBytes = manifestBytes;
        this.manifest = ManifestJson.read(manifestBytes);
        this.stage = stage;
        this.artifact = artifact;
    }

    /** Loads a model by {@code id-version}. */
    static ShippedModel load(String name, Stage stage) {
        byte[] manifest = ShippedFile.bytes("models/" + name + ".manifest.json");
        boolean isTrained = ManifestJson.read(manifest).lineage().dataSet() != null;
        return new ShippedModel(
                manifest,
                stage,
                ShippedFile.bytes("models/" + name + ".onnx"),
                isTrained
                        ? new ModelReport(
                                ShippedFile.text("models/" + name + ".report.json"),
                                ShippedFile.text("models/" + name + ".report.html"))
                        : null);
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

    /** The report, if it was trained. */
    Optional<ModelReport> report() {
        return Optional.ofNullable(report);
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
