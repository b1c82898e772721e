package org.firewarden.model.feature;

/**
 * A yes-or-no feature: does the patient have, or has the patient ever had, a Condition out of a code set.
 *
 * @param codes the conditions that count
 * @param course whether a condition that is over still counts
 */
record ConditionFeature(String name, String title, CodeSet codes, Course course, MissingRule missing)
        implements Feature {

    /** Which clinical statuses count (FHIR R4 Condition.clinicalStatus). */
    enum Course {
        /**
         * Active, recurrence or relapse; without a status, which R4 allows for encounter diagnoses, one that has not
         * abated.
         */
        CURRENT,
        /** Any status: the patient's history counts. */
        EVER
    }

    @Override
    public String resourceType() {
        return "Condition";
    }
}
