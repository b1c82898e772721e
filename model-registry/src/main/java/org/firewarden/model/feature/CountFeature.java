package org.firewarden.model.feature;

import org.jspecify.annotations.Nullable;

/**
 * How many resources of a type there are, or whether there is any: in a window, or in the encounter in context. Nothing recorded
 * counts as none. Encounters are counted by {@link EncounterCountFeature}.
 *
 * @param resourceType Condition, Procedure or MedicationRequest
 * @param codes what counts, or null for everything of the type
 * @param window how far back, today included; null to count what belongs to the encounter in context
 * @param statistic the number or whether it is at least 1
 */
record CountFeature(
        String name,
        String title,
        String resourceType,
        @Nullable CodeSet codes,
        @Nullable Window window,
        Statistic statistic)
        implements Feature {

    /** What is made of the resources. */
    enum Statistic {
        /** How many. */
        COUNT,
        /** 1 if there is any, else 0. */
        ANY
    }

    @Override
    public MissingRule missing() {
        return MissingRule.ABSENT_MEANS_FALSE;
    }

    @Override
    public String display(FeatureValue.Present present) {
        return statistic == Statistic.ANY ? Feature.super.display(present) : Feature.number(present.value());
    }
}
