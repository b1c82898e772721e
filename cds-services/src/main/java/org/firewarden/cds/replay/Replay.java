package org.firewarden.cds.replay;

import org.firewarden.cds.recommendation.StoredRecommendation;

/** What came of computing a recommendation again. */
public sealed interface Replay {

    /**
     * It was computed again.
     *
     * @param stored what is stored of it
     * @param areInputsIdentical whether each input has the same value, unit, date and source
     * @param areOutputsIdentical whether each number has the same 64 bits, and the kind and reasons are the same
     * @param areContributionsIdentical the same of what moved the estimate
     */
    record Computed(
            StoredRecommendation stored,
            boolean areInputsIdentical,
            boolean areOutputsIdentical,
            boolean areContributionsIdentical)
            implements Replay {

        /** True if it is the same in each respect. */
        public boolean isIdentical() {
            return areInputsIdentical && areOutputsIdentical && areContributionsIdentical;
        }
    }

    /** There is no such recommendation. */
    record Absent() implements Replay {}

    /** It was made before evidence was kept. */
    record WithoutEvidence(StoredRecommendation stored) implements Replay {}

    /** The version that made it cannot be run here any more, or is not the one that made it. */
    record ModelNotRunnable(StoredRecommendation stored) implements Replay {}
}
