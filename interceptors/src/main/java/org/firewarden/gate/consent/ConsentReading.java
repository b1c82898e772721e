package org.firewarden.gate.consent;

import java.util.List;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.problem.Problem;

/** What a FHIR Consent means to the gate. */
sealed interface ConsentReading {

    /**
     * It is in force and says something about access.
     *
     * @param patientId the patient's logical id
     * @param rule what it says
     */
    record Rule(String patientId, ConsentRule rule) implements ConsentReading {}

    /** It is not active, or it is about something else than access to data. */
    record NoRule() implements ConsentReading {}

    /**
     * It asks for what this version cannot honour.
     *
     * @param problems all of it
     */
    record Unenforceable(List<Problem> problems) implements ConsentReading {
        /** Copies the list. */
        public Unenforceable {
            problems = List.copyOf(problems);
        }
    }
}
