package org.firewarden.gate.standing;

import java.time.Instant;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.gate.decision.ConsentSnapshot;

/** What is known of patients when an access to their data is decided on. */
public interface PatientStandings {

    /** What holds now of these patients for this caller; read in one go, however many patients there are. */
    ConsentSnapshot snapshot(Caller caller, Set<String> patientIds, Instant asOf);
}
