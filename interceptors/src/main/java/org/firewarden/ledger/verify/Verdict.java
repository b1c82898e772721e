package org.firewarden.ledger.verify;

import java.util.List;
import java.util.OptionalLong;

/** What came out of a verification. */
public sealed interface Verdict {

    /**
     * Every event, proof and signature holds.
     *
     * @param first the first event that was verified
     * @param end the place behind the last
     * @param size how many events the checkpoint is over
     * @param notes what a reader should know all the same, such as clocks that were set back and said so
     */
    record Holds(long first, long end, long size, List<String> notes) implements Verdict {

        /** Copies the notes. */
        public Holds {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Something does not hold.
     *
     * @param event the first event that does not, or empty if it is not an event
     * @param reason what is wrong
     */
    record Fails(OptionalLong event, String reason) implements Verdict {}

    /** An event does not hold. */
    static Fails event(long index, String reason) {
        return new Fails(OptionalLong.of(index), reason);
    }

    /** Something that is no event does not hold. */
    static Fails other(String reason) {
        return new Fails(OptionalLong.empty(), reason);
    }
}
