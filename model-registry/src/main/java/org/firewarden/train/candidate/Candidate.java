package org.firewarden.train.candidate;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.manifest.InvalidManifestException;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.runtime.OnnxEnvironment;
import org.firewarden.train.run.TrainSettings;

/**
 * A trained model as a package: what the registry admits, and the whole report to which its manifest holds the digest.
 *
 * @param artifact the ONNX file
 * @param manifest in the form of {@link ManifestJson}
 * @param reportJson the evaluation report
 * @param reportPage the same for people
 */
@SuppressWarnings("ArrayRecordComponent")
public record Candidate(byte[] artifact, byte[] manifest, String reportJson, String reportPage) {

    private static final String MANIFEST = ".manifest.json";

    /** Copies the bytes. */
    public Candidate {
        artifact = artifact.clone();
        manifest = manifest.clone();
    }

    /** What the manifest says. */
    public ModelManifest definition() {
        return ManifestJson.read(manifest);
    }

    /**
     * What decided the outcome of its run, by the words of the artifact.
     *
     * @throws IllegalArgumentException if the artifact does not say
     */
    public TrainSettings settings() {
        try (OrtSession session = OnnxEnvironment.get().createSession(artifact)) {
            Map<String, String> metadata = session.getMetadata().getCustomMetadata();
            return TrainSettings.ofJson(metadata.getOrDefault("settings", ""));
        } catch (OrtException e) {
            throw new IllegalArgumentException("the artifact cannot be loaded", e);
        }
    }

    /** Writes four files, named by model and version, and answers the name. */
    public String write(Path folder) throws IOException {
        Files.createDirectories(folder);
        ModelManifest definition = definition();
        String name = definition.model() + "-" + definition.version();
        Files.write(folder.resolve(name + ".onnx"), artifact);
        Files.write(folder.resolve(name + MANIFEST), manifest);
        Files.writeString(folder.resolve(name + ".report.json"), reportJson);
        Files.writeString(folder.resolve(name + ".report.html"), reportPage);
        return name;
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param card the manifest, {@code NAME.manifest.json}, with the other files beside it
     * @throws IOException if a file is missing, or is not the one that the manifest names
     */
    public static Candidate read(Path card) throws IOException {
        String name = String.valueOf(card.getFileName());
        if (!name.endsWith(MANIFEST)) {
            throw new IOException("a card is a file NAME" + MANIFEST);
        }
        String stem = name.substring(0, name.length() - MANIFEST.length());
        Candidate candidate = new Candidate(
                Files.readAllBytes(card.resolveSibling(stem + ".onnx")),
                Files.readAllBytes(card),
                Files.readString(card.resolveSibling(stem + ".report.json")),
                Files.readString(card.resolveSibling(stem + ".report.html")));
        try {
            if (!candidate.definition().artifact().sha256().equals(Sha256.hex(candidate.artifact))) {
                throw new IOException("the artifact is not the one of the card");
            }
        } catch (InvalidManifestException e) {
            throw new IOException("the card is no manifest", e);
        }
        return candidate;
    }

    /** The digest of the report, as the manifest states it. */
    static String digest(String reportJson) {
        return Sha256.hex(reportJson.getBytes(StandardCharsets.UTF_8));
    }

    /** Says which model it is. */
    @Override
    public String toString() {
        return "Candidate[" + Sha256.hex(artifact) + "]";
    }
}
