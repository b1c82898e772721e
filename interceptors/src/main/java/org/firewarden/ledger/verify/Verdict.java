package org.firewarden.ledger.verify;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** What came out of a verification. */
public sealed interface Verdict {

    /**
     * Every event, proof and signature holds.
     *
     * @param first the first event that was verified
     * @param end the place behind the last
     * @param size how many events the checkpoint is over
     * @param notes what a reader should know all the same, such as clocks that were set back and said so
     * @param destroyedKeys the content keys that events of the export say were destroyed
     * @param erased the events of which a part is sealed by a key that was given as destroyed: they are unaltered, and nobody can
     *     read that part any more
     */
    record Holds(
            long first, long end, long size, List<String> notes, Set<String> destroyedKeys, List<EventRange> erased)
            implements Verdict {

        /** Copies the collections. */
        public Holds {
            notes = List.copyOf(notes);
            destroyedKeys = Set.copyOf(destroyedKeys);
            erased = List.copyOf(erased);
        }

        /** Of an export in which nothing was erased. */
        Holds(long first, long end, long size, List<String> notes) {
            this(first, end, size, notes, Set.of(), List.of());
        }
    }

    /**
     * Events that follow one another.
     *
     * @param first the first
     * @param last the last
     */
    record EventRange(long first, long last) {

        @Override
        public String toString() {
            return first == last ? String.valueOf(first) : first + " to " + last;
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
