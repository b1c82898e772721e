package org.firewarden.gate.explain;

import java.util.List;
import org.firewarden.access.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Why a decision is what it is. Holds references and codes, nothing of what a resource says.
 *
 * @param decision the decision
 * @param policyHash which rules were in force
 * @param steps what was considered, in the order of the decision
 */
record Explanation(Decision decision, String policyHash, List<Step> steps) {

    /** Copies the steps. */
    Explanation {
        steps = List.copyOf(steps);
    }

    /** What a step is about. */
    enum Kind {
        SCOPE,
        POLICY_RULE,
        LINKED_PATIENT,
        RELATIONSHIP,
        CONSENT,
        LABEL,
        BREAK_GLASS
    }

    /**
     * One thing that was considered.
     *
     * @param kind what it is
     * @param patientId the patient concerned, or null
     * @param name the rule, the reference or the code
     * @param outcome what it comes to, as a code
     * @param source the resource that says so, or null
     */
    record Step(
            Kind kind,
            @Nullable String patientId,
            String name,
            String outcome,
            @Nullable String source) {}
}
