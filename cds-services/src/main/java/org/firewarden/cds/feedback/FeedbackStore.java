package org.firewarden.cds.feedback;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Keeps feedback. */
interface FeedbackStore {

    /**
     * Stores all of them or none, and returns when they are durable. What is there already (the same card, time and
     * outcome) is left as it is.
     *
     * @return those that were new
     */
    List<Feedback> addAll(List<Feedback> feedback);

    /** Those of these cards of which feedback is here. */
    Set<UUID> decided(Set<UUID> cards);
}
