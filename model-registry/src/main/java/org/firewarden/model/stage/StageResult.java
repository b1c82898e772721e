package org.firewarden.model.stage;

import java.util.List;
import java.util.Set;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.Stage;
import org.firewarden.problem.Problem;

/** What became of a request to move a version. */
public sealed interface StageResult {

    /** It moved. */
    record Moved(ModelVersion version, Stage from) implements StageResult {}

    /** One more approval is needed, by somebody of one of these roles. */
    record Pending(ModelVersion version, Stage target, Set<String> missingRoles) implements StageResult {
        /** Copies the roles. */
        public Pending {
            missingRoles = Set.copyOf(missingRoles);
        }
    }

    /** The caller may not ask for it. */
    record Forbidden(Problem reason) implements StageResult {}

    /** Conditions are not met; all of them are named. */
    record Refused(List<Problem> reasons) implements StageResult {
        /** Copies the list. */
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /** There is no such version. */
    record NotFound() implements StageResult {}
}
