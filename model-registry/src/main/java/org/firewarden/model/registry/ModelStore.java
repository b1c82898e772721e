package org.firewarden.model.registry;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where model versions are kept. A version is registered once and never replaced; at most one version of a model is in
 * production, and one a canary.
 */
public interface ModelStore {

    /**
     * Registers a version with what it consists of. If there is one of that model and number already, it stays as it is and is
     * answered; nodes that register the same at once all get the same answer. A version that asks for production while another
     * one is there is registered as a candidate.
     *
     * @return the version as it is stored
     */
    ModelVersion register(ModelVersion version, ModelContent content);

    /** The version of that model and number. */
    Optional<ModelVersion> find(String modelId, String version);

    /** The manifest of a version and who vouches for it; the artifact stays sealed. */
    Optional<SignedManifest> manifest(String modelId, String version);

    /** What a version consists of, its artifact opened: for those who run it or check it, not for those who tell of it. */
    Optional<ModelContent> content(String modelId, String version);

    /** All versions of a model, the newest first. */
    List<ModelVersion> versions(String modelId);

    /** Where each version of each model stands. */
    List<StageEntry> stages();

    /**
     * Moves a version, if it still stands where the mover thinks it does.
     *
     * @param canaryPercent for a canary, else 0
     * @param canaryUnits for a canary, else empty
     * @return false if it stands somewhere else by now, or the place in production or canary is taken
     */
    boolean move(String modelId, String version, Stage from, Stage to, int canaryPercent, Set<String> canaryUnits);
}
