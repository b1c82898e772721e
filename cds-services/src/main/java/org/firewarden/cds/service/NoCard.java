package org.firewarden.cds.service;

import java.util.Locale;

/** Why a call was answered without a card. The caller sees an empty list; the code stands in the audit trail. */
enum NoCard {
    /** No version of the model stands at stage production. */
    MODEL_NOT_IN_PRODUCTION,
    /** The model could not be run. */
    MODEL_FAILED,
    /** The gate refused the data. */
    ACCESS_DENIED,
    /** The gate hides the patient. */
    PATIENT_HIDDEN,
    /** The record is larger than can be read. */
    RECORD_TOO_LARGE;

    /** The code: lower case with hyphens. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
