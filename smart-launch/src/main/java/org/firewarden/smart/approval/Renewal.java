package org.firewarden.smart.approval;

import java.util.Locale;

/** How long an app may go on without asking its user again (SMART App Launch 2.2, Scopes for requesting a refresh token). */
public enum Renewal {
    /** Until its access token ends. */
    NONE,
    /** As long as the user is there ({@code online_access}). */
    ONLINE,
    /** Also when the user is not there ({@code offline_access}). */
    OFFLINE;

    static Renewal ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
