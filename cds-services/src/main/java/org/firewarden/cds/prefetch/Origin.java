package org.firewarden.cds.prefetch;

import java.util.Locale;

/** Where the data under a prefetch key came from. */
public enum Origin {
    /** The EHR sent it along. */
    SUPPLIED,
    /** Read from the EHR's FHIR server with the token that it gave. */
    EHR,
    /** Read here, through the gate. */
    HERE;

    /** The code in the audit trail and in stored recommendations. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
