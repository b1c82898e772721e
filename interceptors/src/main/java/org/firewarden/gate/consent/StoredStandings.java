package org.firewarden.gate.consent;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.gate.decision.ConsentSnapshot;
import org.firewarden.gate.decision.PatientStanding;

/** What is known of patients, from the tables that are written along with the FHIR resources. */
public final class StoredStandings implements PatientStandings {

    private final ConsentRules consents;

    /** Reads Consents from here. */
    public StoredStandings(ConsentRules consents) {
        this.consents = consents;
    }

    @Override
    public ConsentSnapshot snapshot(Caller caller, Set<String> patientIds, Instant asOf) {
        if (patientIds.isEmpty()) {
            return ConsentSnapshot.none(asOf);
        }
        Map<String, List<ConsentRule>> rules = consents.of(patientIds);
        Map<String, PatientStanding> patients = new HashMap<>();
        patientIds.forEach(id ->
                patients.put(id, new PatientStanding(rules.getOrDefault(id, List.of()), Set.of(), null)));
        Set<String> identities = caller.fhirUser() == null ? Set.of() : Set.of(caller.fhirUser());
        return new ConsentSnapshot(patients, identities, asOf);
    }
}
