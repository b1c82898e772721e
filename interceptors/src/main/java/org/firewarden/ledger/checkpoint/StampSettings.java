package org.firewarden.ledger.checkpoint;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who stamps checkpoints with a time that is not this server's ({@code firewarden.ledger.time-stamp.*}).
 *
 * @param authority the address of a time stamp authority, which {@code firewarden.outbound} must list; null for none
 * @param certificate the certificate of the authority, or of who issued it, PEM
 * @param interval how often the newest checkpoint is stamped
 */
public record StampSettings(
        @Nullable URI authority, @Nullable Path certificate, Duration interval) {

    /** Refuses an authority whose answers could not be checked. */
    public StampSettings {
        if (authority != null && certificate == null) {
            throw new IllegalArgumentException("firewarden.ledger.time-stamp.authority needs certificate");
        }
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException("firewarden.ledger.time-stamp.interval must be longer than nothing");
        }
    }
}
