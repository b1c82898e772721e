package org.firewarden.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A job as its owner sees it.
 *
 * @param id says nothing of what the job is about
 * @param kind the name of its {@link JobKind}
 * @param state where it stands
 * @param parameters what it was submitted with; sealed where it is stored
 * @param fraction how much of it is done, 0 to 1
 * @param facts numbers that the job tells of itself: counts, a loss, an epsilon spent so far; never a patient value
 * @param submittedAt when it was submitted
 * @param finishedAt when it ended, or null while it has not
 * @param expiresAt when its authority ends, and with it the job
 * @param attempts how often a worker has begun it
 * @param result a relative reference to what came of it, or null
 * @param problems why it failed; empty unless it did
 */
public record Job(
        UUID id,
        String kind,
        JobState state,
        ObjectNode parameters,
        double fraction,
        Map<String, Double> facts,
        Instant submittedAt,
        @Nullable Instant finishedAt,
        Instant expiresAt,
        int attempts,
        @Nullable String result,
        List<Problem> problems) {

    /** Copies the collections. */
    public Job {
        parameters = parameters.deepCopy();
        facts = Map.copyOf(facts);
        problems = List.copyOf(problems);
    }
}
