package org.firewarden.deid.engine.stream;

import java.io.IOException;

/** The JSON is not a FHIR resource: no object, or no resource type. */
public final class NotAResourceException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Says just that. */
    public NotAResourceException() {
        super("not a FHIR resource");
    }
}
