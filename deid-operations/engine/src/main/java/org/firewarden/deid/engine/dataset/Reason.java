package org.firewarden.deid.engine.dataset;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.Locale;
import org.firewarden.deid.engine.scan.ResidualIdentifierException;

/** Why something went to quarantine. Holds no patient data. */
enum Reason {
    /** Not JSON, or cut off. */
    MALFORMED_JSON,
    /** Nested too deeply, or with a name, number or text that is too long. */
    BEYOND_LIMITS,
    /** JSON, but no FHIR resource. */
    NOT_A_RESOURCE,
    /** An identifier of the patient was left in what would have been released. */
    RESIDUAL_IDENTIFIER,
    /** The engine failed on it. */
    ENGINE_FAILURE;

    /** The reason for a failure, told from its kind alone. */
    static Reason of(Exception failure) {
        if (failure instanceof ResidualIdentifierException) {
            return RESIDUAL_IDENTIFIER;
        }
        if (failure instanceof StreamConstraintsException) {
            return BEYOND_LIMITS;
        }
        if (failure instanceof JsonParseException || failure instanceof JsonEOFException) {
            return MALFORMED_JSON;
        }
        return failure instanceof IOException ? NOT_A_RESOURCE : ENGINE_FAILURE;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
