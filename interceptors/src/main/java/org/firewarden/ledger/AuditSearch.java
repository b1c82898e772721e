package org.firewarden.ledger;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /** The WHERE clause, with a leading space, or nothing; adds the values of its parameters in order. */
    String where(List<Object> values) {
        List<String> terms = new ArrayList<>();
        if (patientId != null) {
            terms.add("(patient_ids @> ARRAY[CAST(? AS text)] OR withheld_patient_ids @> ARRAY[CAST(? AS text)])");
            values.add(patientId);
            values.add(patientId);
        }
        if (agent != null) {
            terms.add("(fhir_user = ? OR subject = ?)");
            values.add(agent);
            values.add(agent);
        }
        if (from != null) {
            terms.add("recorded >= ?");
            values.add(Timestamp.from(from));
        }
        if (to != null) {
            terms.add("recorded <= ?");
            values.add(Timestamp.from(to));
        }
        if (outcome != null) {
            terms.add("outcome = ?");
            values.add(outcome);
        }
        return terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms);
    }
}
