package org.firewarden.ledger.search;

import java.util.Locale;
import java.util.Set;
import org.firewarden.ledger.event.BlindIndex;

/** One condition of a search. */
sealed interface SearchTerm {

    /** What identifies somebody or something, in the order in which it narrows a search best. */
    enum Kind {
        ENTITY,
        TOKEN,
        PATIENT,
        AGENT,
        ADDRESS;

        byte[] hash(BlindIndex index, String value) {
            return switch (this) {
                case ENTITY -> index.entity(value);
                case TOKEN -> index.token(value);
                case PATIENT -> index.patient(value);
                case AGENT -> index.agent(value);
                case ADDRESS -> index.address(value);
            };
        }
    }

    /** A column of codes. */
    enum Column {
        INTERACTION,
        PURPOSE,
        OUTCOME,
        MODEL_VERSION;

        String sql() {
            return "e." + name().toLowerCase(Locale.ROOT);
        }

        /** True if the table has an index by it, in the order of the events. */
        boolean isOrdered() {
            return this != OUTCOME;
        }
    }

    /**
     * Found by keyed hashes.
     *
     * @param kind what the values are
     * @param values any of them
     */
    record Sealed(Kind kind, Set<String> values) implements SearchTerm {

        /** Copies the values. */
        public Sealed {
            values = Set.copyOf(values);
        }
    }

    /**
     * Found by a code in the clear.
     *
     * @param column which
     * @param values any of them
     */
    record Coded(Column column, Set<String> values) implements SearchTerm {

        /** Copies the values. */
        public Coded {
            values = Set.copyOf(values);
        }
    }

    /**
     * Left out by a code in the clear; what has no code stays.
     *
     * @param column which
     * @param values none of them
     */
    record Excluded(Column column, Set<String> values) implements SearchTerm {

        /** Copies the values. */
        public Excluded {
            values = Set.copyOf(values);
        }
    }

    /**
     * Found by marks.
     *
     * @param marks the sum of marks of which one is enough
     */
    record Marked(int marks) implements SearchTerm {}
}
