package org.firewarden.cds.review;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person says of a recommendation under review. */
public enum ReviewDecision {
    /** I looked at it, and it may be acted upon. */
    CONFIRMED,
    /** I looked at it, and it is not to be acted upon. */
    REJECTED;

    /** The decision with this code. */
    public static Optional<ReviewDecision> ofCode(String code) {
        return Arrays.stream(values())
                .filter(decision -> decision.code().equals(code))
                .findFirst();
    }

    /** The code: lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
