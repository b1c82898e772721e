package org.firewarden.gate.standing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.gate.consent.ConsentRules;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.gate.decision.ConsentSnapshot;
import org.firewarden.gate.decision.PatientStanding;
import org.firewarden.gate.relationship.CareSettings;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What is known of patients, from the tables that are written along with the FHIR resources: two queries for any number of
 * patients, since which Consents count depends on who is the same person.
 */
public final class StoredStandings implements PatientStandings {

    private final ConsentRules consents;
    private final SurroundingsQuery surroundings;

    /** Reads Consents from there and all else from the application's database. */
    public StoredStandings(ConsentRules consents, JdbcTemplate jdbc, CareSettings settings) {
        this.consents = consents;
        this.surroundings = new SurroundingsQuery(jdbc, settings);
    }

    @Override
    public ConsentSnapshot snapshot(Caller caller, Set<String> patientIds, Instant asOf) {
        if (patientIds.isEmpty()) {
            return ConsentSnapshot.none(asOf);
        }
        Surroundings around = surroundings.of(caller, patientIds, asOf);
        Map<String, List<ConsentRule>> rules = consents.of(around.allRecords());
        Map<String, PatientStanding> patients = new HashMap<>();
        for (String id : patientIds) {
            patients.put(
                    id,
                    new PatientStanding(
                            consentsOf(around.linked().getOrDefault(id, Set.of(id)), rules),
                            around.caregivers().getOrDefault(id, Set.of()),
                            around.grants().get(id)));
        }
        return new ConsentSnapshot(patients, around.identities(), asOf);
    }

    /** All records of one person share their Consents. */
    private static List<ConsentRule> consentsOf(Set<String> records, Map<String, List<ConsentRule>> rules) {
        if (records.size() == 1) {
            return rules.getOrDefault(records.iterator().next(), List.of());
        }
        List<ConsentRule> shared = new ArrayList<>();
        records.forEach(id -> shared.addAll(rules.getOrDefault(id, List.of())));
        return shared;
    }
}
