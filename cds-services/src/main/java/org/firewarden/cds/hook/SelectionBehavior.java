package org.firewarden.cds.hook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How many suggestions of a card a user may choose (CDS Hooks 2.0.1, Card Attributes, {@code selectionBehavior}). */
public enum SelectionBehavior {
    AT_MOST_ONE,
    ANY;

    /** The code on the wire. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
