package org.firewarden.smart.passkey;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passkey as its owner sees it.
 *
 * @param id ours, not the device's
 * @param credential the id that the device knows it by, in base64url
 * @param label what its owner calls it
 * @param added when it was added
 * @param used when it was last used, or null
 */
public record Passkey(
        UUID id,
        String credential,
        String label,
        Instant added,
        @Nullable Instant used) {}
