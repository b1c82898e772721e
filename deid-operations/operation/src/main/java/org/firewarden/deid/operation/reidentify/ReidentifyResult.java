package org.firewarden.deid.operation.reidentify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.firewarden.access.Decision;
import org.firewarden.dataset.DataSet;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** What comes of {@code $reidentify}. */
sealed interface ReidentifyResult {

    /** The request as it stands, for its requester. */
    record Standing(Inquiry inquiry, Inquiry.State state) implements ReidentifyResult {}

    /** The request as approvers see it: who asks, why and of which data set, and nothing of whom it is about. */
    record ForApproval(
            Inquiry inquiry,
            Inquiry.State state,
            Phi<String> explanation,
            @Nullable DataSet dataSet) implements ReidentifyResult {}

    /**
     * Whom the tokens stand for.
     *
     * @param identities by token; a token that the vault does not know is not in it
     * @param until when this ends
     */
    record Revealed(Inquiry inquiry, Map<String, Phi<String>> identities, Instant until) implements ReidentifyResult {}

    /** Nothing. */
    record Refused(int status, List<Problem> problems, Decision.@Nullable Deny denial) implements ReidentifyResult {
        /** Copies the problems. */
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
