package org.firewarden.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the policies are ({@code firewarden.policies.*}).
 *
 * @param directory a directory with policy files, instead of those that ship
 * @param refreshInterval how often it is looked at for changes
 */
public record PolicySettings(@Nullable Path directory, Duration refreshInterval) {

    /** Refuses to look all the time, or never. */
    public PolicySettings {
        if (refreshInterval.compareTo(Duration.ofMillis(100)) < 0 || refreshInterval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("firewarden.policies.refresh-interval must be between 100ms and 1d");
        }
    }
}
