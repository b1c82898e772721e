package org.firewarden.server.demo;

import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.Patient;

/**
 * Puts each patient of the demo into the care of {@code alice}, whatever practice the patient goes to: Synthea knows nothing
 * of her. {@code cody} takes care of nobody but the patients of his practice, {@code demo-pat} among those that ship.
 */
final class DemoCareTeam {

    private static final String ALICE = "Practitioner/alice";

    private DemoCareTeam() {}

    /** Adds a care team for each patient in the transaction. */
    static void addTo(Bundle transaction) {
        List<String> patients = transaction.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(Patient.class::isInstance)
                .map(patient -> patient.getIdElement().getIdPart())
                .toList();
        for (String patientId : patients) {
            CareTeam team = new CareTeam();
            team.setId("alice-" + patientId);
            team.setStatus(CareTeam.CareTeamStatus.ACTIVE);
            team.setName("Demo care team");
            team.getSubject().setReference("Patient/" + patientId);
            team.addParticipant().getMember().setReference(ALICE);
            transaction
                    .addEntry()
                    .setResource(team)
                    .getRequest()
                    .setMethod(Bundle.HTTPVerb.PUT)
                    .setUrl("CareTeam/alice-" + patientId);
        }
    }
}
