package org.firewarden.ledger.incident;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Whose data was shown to an actor, or changed by it.
 *
 * @param patients each patient once, by logical id
 * @param erased how many events nobody can read any more
 */
record Affected(List<OfPatient> patients, int erased) {

    /** Sorts by id. */
    Affected {
        patients = patients.stream().sorted(Comparator.comparing(OfPatient::id)).toList();
    }

    /**
     * One patient.
     *
     * @param id the logical id
     * @param events how many events
     * @param first the first of them
     * @param last the last of them
     */
    record OfPatient(String id, int events, Instant first, Instant last) {

        OfPatient and(OfPatient other) {
            return new OfPatient(
                    id,
                    events + other.events,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last);
        }
    }
}
