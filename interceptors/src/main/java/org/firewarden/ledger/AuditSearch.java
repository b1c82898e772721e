package org.firewarden.ledger;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.ledger.event.BlindIndex;
import org.jspecify.annotations.Nullable;

/**
 * What an auditor looks for. Parts that are null do not narrow.
 *
 * @param patientId the patient's logical id
 * @param agent the person as a relative FHIR reference ({@code Practitioner/alice}) or a token's subject
 * @param from the earliest instant, inclusive
 * @param to the latest instant, inclusive
 * @param outcome a code of audit-event-outcome
 */
record AuditSearch(
        @Nullable String patientId,
        @Nullable String agent,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String outcome) {

    /** The FROM and WHERE clauses, with a leading space; adds the values of their parameters in order. */
    String from(BlindIndex index, List<Object> values) {
        StringBuilder joins = new StringBuilder(" FROM firewarden.ledger_event e");
        List<String> terms = new ArrayList<>();
        if (patientId != null) {
            join(joins, "p", index.patient(patientId), values);
        }
        if (agent != null) {
            join(joins, "a", index.agent(agent), values);
        }
        if (from != null) {
            terms.add("e.recorded >= ?");
            values.add(Timestamp.from(from));
        }
        if (to != null) {
            terms.add("e.recorded <= ?");
            values.add(Timestamp.from(to));
        }
        if (outcome != null) {
            terms.add("e.outcome = ?");
            values.add(outcome);
        }
        return joins + (terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms));
    }

    private static void join(StringBuilder joins, String alias, byte[] key, List<Object> values) {
        joins.append(" JOIN firewarden.ledger_index %1$s ON %1$s.seq = e.seq AND %1$s.key = ?".formatted(alias));
        values.add(key);
    }
}
