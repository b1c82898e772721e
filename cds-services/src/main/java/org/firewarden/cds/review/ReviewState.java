package org.firewarden.cds.review;

/**
 * Where a review stands after a decision.
 *
 * @param outcome what became of it
 * @param confirmations how many different people confirmed
 * @param required how many have to
 */
public record ReviewState(Outcome outcome, int confirmations, int required) {

    /** What became of a review. */
    public enum Outcome {
        /** More people have to confirm. */
        OPEN,
        /** Enough people confirmed. */
        CONFIRMED,
        /** Somebody rejected it; one is enough. */
        REJECTED,
        /** The same person has decided already. */
        ALREADY_DECIDED,
        /** It was closed before. */
        CLOSED
    }
}
