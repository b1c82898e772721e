package org.firewarden.gate.breakglass;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.access.Caller;

/** Where grants and their reviews are kept: added, never changed. Joins the transaction in progress. */
public interface BreakGlassGrants {

    /** What a privacy officer has made of a grant. */
    enum Outcome {
        /** It has been looked at. */
        REVIEWED,
        /** It opens nothing any more, from now on. */
        WITHDRAWN
    }

    /** Adds a grant; it holds with the next request on each node. */
    void add(BreakGlassGrant grant);

    /** The grant with this id, or empty. */
    Optional<BreakGlassGrant> find(UUID id);

    /** Writes down what a privacy officer has made of a grant; the first one to do so stands. */
    void review(UUID id, Outcome outcome, Caller reviewer, Instant at);

    /** How many grants nobody has reviewed that were opened before this. */
    int unreviewedSince(Instant openedBefore);
}
