package org.firewarden.cds.service;

import java.util.Locale;

/** Why a call was answered without a card. The caller sees an empty list; the code stands in the audit trail. */
enum NoCard {
    /** No version of the models stands at stage production. */
    MODEL_NOT_IN_PRODUCTION,
    /** The version was disabled while it ran. */
    MODEL_DISABLED,
    /** The models could not be run. */
    MODEL_FAILED,
    /** The models do not hold for the patient, or lack inputs, and the service says nothing then. */
    NOTHING_TO_SAY,
    /** No drafted order is one that the service looks at. */
    NO_ORDER_OF_INTEREST,
    /** The gate refused the data. */
    ACCESS_DENIED,
    /** The gate hides the patient. */
    PATIENT_HIDDEN,
    /** The record is larger than can be read. */
    RECORD_TOO_LARGE,
    /** The time budget was used up. */
    OUT_OF_TIME,
    /** More calls are worked on than may be. */
    OVERLOADED;

    /** The code: lower case with hyphens. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
