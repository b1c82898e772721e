package org.firewarden.server.jobs;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of jobs ({@code firewarden.jobs.*}).
 *
 * @param workers how many jobs this node works on at once; 0 for a node that only takes them in
 * @param poll how often an idle worker looks for a job that another node took in
 * @param lease after what time without a sign of life another worker takes a job over
 * @param authority how long a job may work on behalf of its caller
 * @param attempts how often a job is begun before it counts as failed
 * @param perCaller how many unfinished jobs one caller may have
 * @param polls how often the status of one job is told in ten seconds, on one node
 * @param retention how long a finished job can be asked for
 */
public record JobSettings(
        @DefaultValue("2") int workers,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("24h") Duration authority,
        @DefaultValue("5") int attempts,
        @DefaultValue("5") int perCaller,
        @DefaultValue("50") int polls,
        @DefaultValue("30d") Duration retention) {

    /** Refuses what could not work. */
    public JobSettings {
        if (workers < 0 || workers > 64 || attempts < 1 || perCaller < 1 || polls < 1) {
            throw new IllegalArgumentException(
                    "firewarden.jobs: workers is 0 to 64, attempts, per-caller and polls are at least 1");
        }
        if (!isPositive(poll) || lease.compareTo(Duration.ofMillis(300)) < 0) {
            throw new IllegalArgumentException("firewarden.jobs: poll is positive, lease at least 300ms");
        }
        if (!isPositive(authority) || authority.compareTo(Duration.ofDays(7)) > 0 || !isPositive(retention)) {
            throw new IllegalArgumentException("firewarden.jobs: authority is at most 7d, retention positive");
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
