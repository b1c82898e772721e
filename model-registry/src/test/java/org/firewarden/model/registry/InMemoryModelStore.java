package org.firewarden.model.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A store for tests that need no database. */
public final class InMemoryModelStore implements ModelStore {

    private final List<ModelVersion> versions = new ArrayList<>();

    @Override
    public synchronized ModelVersion register(ModelVersion version) {
        Optional<ModelVersion> known = find(version.modelId(), version.version());
        if (known.isPresent()) {
            return known.get();
        }
        boolean isTaken = version.stage() == Stage.PRODUCTION
                && inProduction().stream().anyMatch(other -> other.modelId().equals(version.modelId()));
        ModelVersion registered = isTaken ? at(version, Stage.CANDIDATE) : version;
        versions.add(registered);
        return registered;
    }

    /** Changes a stage, as an operator would. */
    public synchronized void move(String modelId, String version, Stage stage) {
        versions.replaceAll(
                known -> known.modelId().equals(modelId) && known.version().equals(version) ? at(known, stage) : known);
    }

    @Override
    public synchronized Optional<ModelVersion> find(String modelId, String version) {
        return versions(modelId).stream()
                .filter(known -> known.version().equals(version))
                .findFirst();
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
    public synchronized List<ModelVersion> inProduction() {
        return versions.stream()
                .filter(known -> known.stage() == Stage.PRODUCTION)
                .toList();
    }

    private static ModelVersion at(ModelVersion version, Stage stage) {
        return new ModelVersion(version.modelId(), version.version(), version.sha256(), stage, version.card());
    }
}
