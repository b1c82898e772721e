package org.firewarden.smart.people;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** How strongly somebody signed in, as the {@code acr} of tokens says it (OpenID Connect Core 1.0, section 2). */
public final class Acr {

    /** With a password alone. */
    public static final String PASSWORD = "1";

    /** With a second factor as well. */
    public static final String STEP_UP = "urn:firewarden:acr:step-up";

    /** What is offered. */
    public static final List<String> OFFERED = List.of(PASSWORD, STEP_UP);

    /** What an app may call a sign-in with a second factor; the other one is REFEDS MFA. */
    private static final Set<String> STRONG = Set.of(STEP_UP, "https://refeds.org/profile/mfa");

    private Acr() {}

    /** True if something of what is asked for can be had here; nothing asked for always can. */
    public static boolean canBeMet(Set<String> asked) {
        return asked.isEmpty() || asked.contains(PASSWORD) || needsSecondFactor(asked);
    }

    /** True if a password alone is not enough for what is asked for. */
    public static boolean needsSecondFactor(Set<String> asked) {
        return !asked.contains(PASSWORD) && asked.stream().anyMatch(STRONG::contains);
    }

    /**
     * What a sign-in still counts as.
     *
     * @param acr what it was
     * @param at when it was
     * @param lasts how long more than a password counts
     */
    public static String now(String acr, Instant at, Instant now, Duration lasts) {
        return acr.equals(PASSWORD) || at.plus(lasts).isAfter(now) ? acr : PASSWORD;
    }
}
