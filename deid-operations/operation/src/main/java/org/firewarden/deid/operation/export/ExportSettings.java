package org.firewarden.deid.operation.export;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.firewarden.deid.engine.release.Expert;

/**
 * Settings of data sets ({@code firewarden.data-sets.*}).
 *
 * @param lifetime when a data set is destroyed that names no day, and the longest that it may live
 * @param steward the subject of who answers for data sets
 * @param threads how many threads the engine has for one data set
 * @param smallestCohort with fewer patients there is no data set: small cells tell of persons (CMS cell size suppression: 11)
 * @param determinations what experts have determined, each for one protocol
 */
public record ExportSettings(
        Duration lifetime, String steward, int threads, int smallestCohort, List<Determination> determinations) {

    /** A year, the privacy office, two threads, eleven patients, no expert. */
    public static final ExportSettings DEFAULT =
            new ExportSettings(Duration.ofDays(365), "privacy-office", 2, 11, List.of());

    /**
     * An expert has determined that the risk is very small (45 CFR 164.514(b)(1)).
     *
     * @param protocol the ResearchStudy, for example {@code ResearchStudy/17}
     * @param expert who, in which words, until when
     */
    public record Determination(String protocol, Expert expert) {

        /** Refuses one that is about nothing. */
        public Determination {
            if (!protocol.startsWith("ResearchStudy/")) {
                throw new IllegalArgumentException(
                        "firewarden.data-sets.determinations: protocol is ResearchStudy/ and an id");
            }
        }
    }

    /** Refuses what could not work. */
    public ExportSettings {
        if (lifetime.compareTo(Duration.ofHours(1)) < 0 || steward.isBlank() || threads < 1 || smallestCohort < 1) {
            throw new IllegalArgumentException(
                    "firewarden.data-sets: lifetime is at least 1h, steward is named, threads"
                            + " and smallest-cohort are at least 1");
        }
        determinations = List.copyOf(determinations);
    }

    Optional<Expert> expert(String protocol) {
        return determinations.stream()
                .filter(one -> one.protocol().equals(protocol))
                .map(Determination::expert)
                .findFirst();
    }
}
