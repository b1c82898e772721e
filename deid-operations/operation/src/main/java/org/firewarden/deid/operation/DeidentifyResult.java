package org.firewarden.deid.operation;

import java.util.List;
import org.firewarden.access.Decision;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** What comes of {@code $deidentify}. */
sealed interface DeidentifyResult {

    /**
     * Done.
     *
     * @param bundle a FHIR JSON Bundle of type {@code collection}
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    record Done(byte[] bundle) implements DeidentifyResult {}

    /**
     * Not done.
     *
     * @param status the HTTP status
     * @param problems all that is wrong
     * @param denial the decision to keep in the audit trail, if the gate refused
     */
    record NotDone(int status, List<Problem> problems, Decision.@Nullable Deny denial) implements DeidentifyResult {
        /** Copies the problems. */
        public NotDone {
            problems = List.copyOf(problems);
        }
    }
}
