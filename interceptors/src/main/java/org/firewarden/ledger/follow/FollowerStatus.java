package org.firewarden.ledger.follow;

import java.time.Duration;

/**
 * How far a follower of the ledger is, for health and metrics.
 *
 * @param isFailing whether the last attempt of this node failed; false where another node reads
 * @param next the place of the next event that it takes, which is how many it has taken
 * @param waiting how many events wait for it in the ledger
 * @param behind for how long the oldest of them has waited
 */
public record FollowerStatus(boolean isFailing, long next, long waiting, Duration behind) {

    /** Before the first look. */
    static final FollowerStatus UNKNOWN = new FollowerStatus(false, 0, 0, Duration.ZERO);

    FollowerStatus failing() {
        return new FollowerStatus(true, next, waiting, behind);
    }
}
