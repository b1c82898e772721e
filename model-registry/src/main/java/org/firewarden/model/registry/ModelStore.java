package org.firewarden.model.registry;

import java.util.List;
import java.util.Optional;

/**
 * Where model versions are kept. A version is registered once and never replaced; at most one version of a model is in
 * production.
 */
public interface ModelStore {

    /**
     * Registers a version. If there is one of that model and number already, it stays as it is and is answered; nodes that
     * register the same at once all get the same answer. A version that asks for production while another one is there is
     * registered as a candidate.
     *
     * @return the version as it is stored
     */
    ModelVersion register(ModelVersion version);

    /** The version of that model and number. */
    Optional<ModelVersion> find(String modelId, String version);

    /** All versions of a model, the newest first. */
    List<ModelVersion> versions(String modelId);

    /** Every version that is in production, of each model. */
    List<ModelVersion> inProduction();
}
