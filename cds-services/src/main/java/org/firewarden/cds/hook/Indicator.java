package org.firewarden.cds.hook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How urgent a card is (CDS Hooks 2.0.1, Card Attributes, {@code indicator}). */
public enum Indicator {
    INFO,
    WARNING,
    CRITICAL;

    /** The code on the wire. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
