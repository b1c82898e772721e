package org.firewarden.model.registry;

import java.util.Set;

/**
 * Where a version stands, and for a canary, which part of the calls is shown its answers.
 *
 * @param model the model's id
 * @param version its version
 * @param sha256 the digest of its artifact
 * @param stage where it stands
 * @param canaryPercent of the patients, 0 to 100
 * @param canaryUnits units of the hospital whose calls all fall to it
 */
public record StageEntry(
        String model, String version, String sha256, Stage stage, int canaryPercent, Set<String> canaryUnits) {

    /** Copies the units. */
    public StageEntry {
        canaryUnits = Set.copyOf(canaryUnits);
    }
}
