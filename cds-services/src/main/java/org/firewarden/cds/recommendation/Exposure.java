package org.firewarden.cds.recommendation;

import java.util.Locale;

/** Whether an answer was shown to anybody. The codes stand in the database and in the audit trail. */
public enum Exposure {
    /** On a card, by the version in production. */
    SHOWN,
    /** On a card, by a canary. */
    CANARY,
    /** By a version that runs silently beside another. */
    SILENT,
    /** The service shows no card for such an answer. */
    WITHHELD;

    /** True if somebody saw it. */
    public boolean isShown() {
        return this == SHOWN || this == CANARY;
    }

    /** The code: lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
