package org.firewarden.deid.engine.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * How a run went.
 *
 * @param counts what became of the resources
 * @param files the NDJSON files that were released, ordered by name
 * @param manifest {@code manifest.json}
 * @param risk {@code risk.json}
 * @param certificate {@code certificate.json}
 */
public record RunResult(
        Counts counts, List<WrittenFile> files, ObjectNode manifest, ObjectNode risk, ObjectNode certificate) {

    /** Copies the list. */
    public RunResult {
        files = List.copyOf(files);
    }

    /**
     * What became of the resources of a run.
     *
     * @param in resources read
     * @param out resources written
     * @param dropped resources of types that the policy does not name
     * @param quarantined resources and documents that were held back
     */
    public record Counts(long in, long out, long dropped, long quarantined) {}

    /** Resources read. */
    public long in() {
        return counts.in();
    }

    /** Resources written. */
    public long out() {
        return counts.out();
    }

    /** Resources of types that the policy does not name. */
    public long dropped() {
        return counts.dropped();
    }

    /** Resources and documents that were held back. */
    public long quarantined() {
        return counts.quarantined();
    }
}
