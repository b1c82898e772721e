package org.firewarden.cds.prefetch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firewarden.access.Decision;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.problem.Problem;

/** What came of assembling a chart. */
public sealed interface Assembly {

    /**
     * The chart is whole, as far as the caller may see it.
     *
     * @param chart the patient's resources
     * @param origins where the data came from, by prefetch key
     */
    record Ready(PatientChart chart, Map<String, Origin> origins) implements Assembly {
        /** Copies the keys and keeps their order. */
        public Ready {
            origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
        }

        /** The keys whose data came from there. */
        public List<String> keysFrom(Origin origin) {
            return origins.entrySet().stream()
                    .filter(entry -> entry.getValue() == origin)
                    .map(Map.Entry::getKey)
                    .toList();
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
    record Denied(Decision.Deny decision, List<String> missing) implements Assembly {
        /** Copies the list. */
        public Denied {
            missing = List.copyOf(missing);
        }
    }

    /** The gate hides the patient itself, so that there is no chart. */
    record Hidden() implements Assembly {}

    /** Keys that nobody satisfied, of a patient who is not known here: 412. */
    record Unsatisfied(List<String> keys) implements Assembly {
        /** Copies the keys. */
        public Unsatisfied {
            keys = List.copyOf(keys);
        }
    }

    /** The record is larger than a reader answers. */
    record TooLarge() implements Assembly {}
}
