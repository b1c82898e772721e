package org.firewarden.ledger.fhir;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.firewarden.ledger.search.AuditSearch;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** A search request, as it was understood. */
sealed interface AuditQuestion {

    /**
     * It was understood.
     *
     * @param search what is looked for
     * @param patients the patients that it names
     * @param count how many events a page has
     * @param isCounted whether the total is asked for
     * @param after the last event of the page before, or null
     * @param parameters the parameters that the next page has too
     */
    record Understood(
            AuditSearch search,
            Set<String> patients,
            int count,
            boolean isCounted,
            @Nullable UUID after,
            Map<String, List<String>> parameters)
            implements AuditQuestion {

        /** Copies the collections. */
        public Understood {
            patients = Set.copyOf(patients);
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * It was not.
     *
     * @param problems all that is wrong with it
     */
    record NotUnderstood(List<Problem> problems) implements AuditQuestion {

        /** Copies the list. */
        public NotUnderstood {
            problems = List.copyOf(problems);
        }
    }
}
