package org.firewarden.model.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A store for tests that need no database. */
public final class InMemoryModelStore implements ModelStore {

    private final List<ModelVersion> versions = new ArrayList<>();
    private final Map<String, ModelContent> contents = new HashMap<>();
    private final Map<String, StageEntry> canaries = new HashMap<>();

    @Override
    public synchronized ModelVersion register(ModelVersion version, ModelContent content) {
        Optional<ModelVersion> known = find(version.modelId(), version.version());
        if (known.isPresent()) {
            return known.get();
        }
        ModelVersion registered = isTaken(version.modelId(), version.stage()) ? at(version, Stage.CANDIDATE) : version;
        versions.add(registered);
        contents.put(version.modelId() + version.version(), content);
        return registered;
    }

    /** Changes a stage, as an operator would. */
    public synchronized void move(String modelId, String version, Stage stage) {
        move(modelId, version, find(modelId, version).orElseThrow().stage(), stage, 0, Set.of());
    }

    @Override
    public synchronized boolean move(
            String modelId, String version, Stage from, Stage to, int canaryPercent, Set<String> canaryUnits) {
        boolean isThere =
                find(modelId, version).filter(known -> known.stage() == from).isPresent();
        if (!isThere || isTaken(modelId, to)) {
            return false;
        }
        versions.replaceAll(
                known -> known.modelId().equals(modelId) && known.version().equals(version) ? at(known, to) : known);
        canaries.put(
                modelId + version, new StageEntry(modelId, version, "0".repeat(64), to, canaryPercent, canaryUnits));
        return true;
    }

    @Override
    public synchronized Optional<ModelVersion> find(String modelId, String version) {
        return versions(modelId).stream()
                .filter(known -> known.version().equals(version))
                .findFirst();
    }

    @Override
    public synchronized Optional<SignedManifest> manifest(String modelId, String version) {
        return content(modelId, version).map(ModelContent::signedManifest);
    }

    @Override
    public synchronized Optional<ModelContent> content(String modelId, String version) {
        return Optional.ofNullable(contents.get(modelId + version));
    }

    @Override
    public synchronized List<ModelVersion> versions(String modelId) {
        return versions.stream()
                .filter(known -> known.modelId().equals(modelId))
                .sorted(Comparator.comparing((ModelVersion known) -> SemanticVersion.parse(known.version()))
                        .reversed())
                .toList();
    }

    @Override
    public synchronized List<StageEntry> stages() {
        return versions.stream()
                .map(known -> {
                    StageEntry canary = canaries.get(known.modelId() + known.version());
                    return new StageEntry(
                            known.modelId(),
                            known.version(),
                            known.sha256(),
                            known.stage(),
                            canary == null ? 0 : canary.canaryPercent(),
                            canary == null ? Set.of() : canary.canaryUnits());
                })
                .toList();
    }

    private boolean isTaken(String modelId, Stage stage) {
        return (stage == Stage.PRODUCTION || stage == Stage.CANARY)
                && versions.stream().anyMatch(other -> other.modelId().equals(modelId) && other.stage() == stage);
    }

    private static ModelVersion at(ModelVersion version, Stage stage) {
        return new ModelVersion(version.modelId(), version.version(), version.sha256(), stage, version.card());
    }
}
