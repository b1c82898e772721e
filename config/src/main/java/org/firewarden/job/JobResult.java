package org.firewarden.job;

import java.util.Map;

/**
 * What came of a job.
 *
 * @param reference a relative reference to it, for example {@code DataSet/} or {@code Device/} and an id
 * @param facts numbers that the job tells of itself at its end
 */
public record JobResult(String reference, Map<String, Double> facts) {

    /** Copies the facts. */
    public JobResult {
        facts = Map.copyOf(facts);
    }
}
