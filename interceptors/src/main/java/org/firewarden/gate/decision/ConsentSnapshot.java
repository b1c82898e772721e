package org.firewarden.gate.decision;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The Consents in force of the patients whom an access is about, as of one instant.
 *
 * @param rules by the patient's logical id; a patient without Consents may be absent
 * @param asOf the instant at which periods are looked at
 */
public record ConsentSnapshot(Map<String, List<ConsentRule>> rules, Instant asOf) {

    /** Copies the map. */
    public ConsentSnapshot {
        rules = Map.copyOf(rules);
    }

    /** No Consents at all. */
    public static ConsentSnapshot none(Instant asOf) {
        return new ConsentSnapshot(Map.of(), asOf);
    }

    List<ConsentRule> of(String patientId) {
        return rules.getOrDefault(patientId, List.of());
    }
}
