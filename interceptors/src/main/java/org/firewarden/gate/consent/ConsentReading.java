package org.firewarden.gate.consent;

import java.util.List;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** What a FHIR Consent means to the gate. */
sealed interface ConsentReading {

    /**
     * It is in force and says something about access.
     *
     * @param patientId the patient's logical id; null for a waiver, which is about each patient of a cohort
     * @param study a relative reference to the study on which its permits depend, or null
     * @param rule what it says
     * @param isWaiver true if it opens only whom the cohort of its study names
     */
    record Rule(@Nullable String patientId, @Nullable String study, ConsentRule rule, boolean isWaiver)
            implements ConsentReading {}

    /** It is not active, or it is about something else than access to data. */
    record NoRule() implements ConsentReading {}

    /**
     * It contradicts itself, or asks for what the gate does not know.
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
