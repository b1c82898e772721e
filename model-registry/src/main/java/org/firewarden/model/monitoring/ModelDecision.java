package org.firewarden.model.monitoring;

import org.jspecify.annotations.Nullable;

/**
 * What a person did with what a version showed.
 *
 * @param model the model's id
 * @param version its version
 * @param isAccepted false for an override
 * @param reason the code of the override reason, one that the service of the card declares or {@code other}; or null
 */
public record ModelDecision(
        String model,
        String version,
        boolean isAccepted,
        @Nullable String reason) {}
