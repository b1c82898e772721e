package org.firewarden.deid.engine.dataset;

import java.util.Locale;

/** Why something went to quarantine. Holds no patient data. */
enum Reason {
    /** Not JSON, or cut off. */
    MALFORMED_JSON,
    /** Nested too deeply, or with a name, number or text that is too long. */
    BEYOND_LIMITS,
    /** JSON, but no FHIR resource. */
    NOT_A_RESOURCE,
    /** The engine failed on it. */
    ENGINE_FAILURE;

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
