package org.firewarden.cds.prefetch;

import java.util.List;
import org.firewarden.access.Decision;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.problem.Problem;

/** What came of assembling a chart. */
public sealed interface Assembly {

    /**
     * The chart is whole, as far as the caller may see it.
     *
     * @param chart the patient's resources
     * @param supplied the prefetch keys that the EHR satisfied
     * @param read the prefetch keys that were read here
     */
    record Ready(PatientChart chart, List<String> supplied, List<String> read) implements Assembly {
        /** Copies the keys. */
        public Ready {
            supplied = List.copyOf(supplied);
            read = List.copyOf(read);
        }
    }

    /** What the EHR supplied cannot be used: 400. */
    record BadPrefetch(List<Problem> problems) implements Assembly {
        /** Copies the problems. */
        public BadPrefetch {
            problems = List.copyOf(problems);
        }
    }

    /** The gate refuses this patient's data to this caller. */
    record Denied(Decision.Deny decision) implements Assembly {}

    /** The gate hides the patient itself, so that there is no chart. */
    record Hidden() implements Assembly {}

    /** Keys that the EHR did not satisfy, of a patient who is not known here: 412. */
    record Unsatisfied(List<String> keys) implements Assembly {
        /** Copies the keys. */
        public Unsatisfied {
            keys = List.copyOf(keys);
        }
    }

    /** The record is larger than a reader answers. */
    record TooLarge() implements Assembly {}
}
