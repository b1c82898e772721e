package org.firewarden.server.export;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of bulk exports ({@code firewarden.exports.*}).
 *
 * @param lifetime how long the files of an export can be fetched; then they are destroyed
 */
record ExportSettings(@DefaultValue("24h") Duration lifetime) {

    /** Refuses what could not work: a finished job is forgotten after a while, and its files must be gone by then. */
    ExportSettings {
        if (lifetime.compareTo(Duration.ofMinutes(1)) < 0 || lifetime.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("firewarden.exports: lifetime is one minute to 7d");
        }
    }
}
