package org.firewarden.model.admission;

import java.util.List;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.problem.Problem;

/** Admitted, or refused with all reasons. */
public sealed interface AdmissionResult {

    /** The version is a candidate now. */
    record Admitted(ModelVersion version) implements AdmissionResult {}

    /** Nothing was stored. */
    record Refused(List<Problem> reasons) implements AdmissionResult {
        /** Copies the list. */
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
