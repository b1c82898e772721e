package org.firewarden.deid.operation.export;

import java.time.Duration;

/**
 * Settings of data sets ({@code firewarden.data-sets.*}).
 *
 * @param lifetime when a data set is destroyed that names no day, and the longest that it may live
 * @param steward the subject of who answers for data sets that name nobody
 * @param threads how many threads the engine has for one data set
 */
public record ExportSettings(Duration lifetime, String steward, int threads) {

    /** A year, the privacy office, two threads. */
    public static final ExportSettings DEFAULT = new ExportSettings(Duration.ofDays(365), "privacy-office", 2);

    /** Refuses what could not work. */
    public ExportSettings {
        if (lifetime.compareTo(Duration.ofHours(1)) < 0 || steward.isBlank() || threads < 1) {
            throw new IllegalArgumentException(
                    "firewarden.data-sets: lifetime is at least 1h, steward is named, threads is at least 1");
        }
    }
}
