package org.firewarden.gate.query;

import java.util.List;
import java.util.Map;

/** Searches as one caller, through the gate. */
@FunctionalInterface
public interface InnerSearch {

    /** What was found. */
    sealed interface Matches {

        /**
         * All that match and that the caller may see.
         *
         * @param ids logical ids, without duplicates
         */
        record Visible(List<String> ids) implements Matches {
            /** Copies the ids. */
            public Visible {
                ids = List.copyOf(ids);
            }
        }

        /** There are more than the limit, or too many were hidden to look at all of them. */
        record TooMany() implements Matches {}
    }

    /**
     * Finds resources.
     *
     * @param parameters by key as in a query, each value one {@code AND}ed part; chains are resolved already, and a {@code _has}
     *     names ids only
     */
    Matches search(String resourceType, Map<String, List<String>> parameters);
}
