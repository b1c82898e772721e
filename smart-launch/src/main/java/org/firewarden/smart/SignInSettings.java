package org.firewarden.smart;

import java.time.Duration;
import java.util.Set;
import org.firewarden.access.Role;
import org.jspecify.annotations.Nullable;

/**
 * How people sign in and how long that counts ({@code firewarden.smart.embedded.sign-in.*}).
 *
 * @param idle after how long without a request somebody is signed off (45 CFR 164.312(a)(2)(iii)), 1 to 60 minutes
 * @param longest after how long everybody signs in anew, however busy; at most a day (NIST SP 800-63B-4, section 2.2.3)
 * @param sessions how many browsers somebody can be signed in with; with one more, the one that was used the longest ago ends
 * @param freeFailures how many tries in a row may fail before further ones have to wait
 * @param holdUp how long the first wait is; each further failure doubles it
 * @param longestHoldUp the longest wait
 * @param stepUp how long a sign-in with a second factor counts as one
 * @param secondFactorFor who signs in with a second factor always; who has set one up does so anyway
 * @param passkeyDomain whom passkeys are for: this server's host or a domain above it; null for its host
 */
public record SignInSettings(
        Duration idle,
        Duration longest,
        int sessions,
        int freeFailures,
        Duration holdUp,
        Duration longestHoldUp,
        Duration stepUp,
        Set<Role> secondFactorFor,
        @Nullable String passkeyDomain) {

    /** Signed off after a quarter of an hour; three browsers; five failures, then waits from half a minute to a quarter of an hour. */
    public static final SignInSettings DEFAULT = new SignInSettings(
            Duration.ofMinutes(15),
            Duration.ofHours(12),
            3,
            5,
            Duration.ofSeconds(30),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Set.of(),
            null);

    private static final String PREFIX = "firewarden.smart.embedded.sign-in.";

    /** Refuses what would leave people signed in for days or let passwords be guessed. */
    public SignInSettings {
        secondFactorFor = Set.copyOf(secondFactorFor);
        require("idle", idle, Duration.ofMinutes(1), Duration.ofHours(1));
        require("longest", longest, idle, Duration.ofDays(1));
        require("hold-up", holdUp, Duration.ofSeconds(1), Duration.ofHours(1));
        require("longest-hold-up", longestHoldUp, holdUp, Duration.ofDays(1));
        require("step-up", stepUp, Duration.ofMinutes(1), Duration.ofHours(12));
        if (sessions < 1 || sessions > 100) {
            throw new IllegalArgumentException(PREFIX + "sessions must be 1 to 100");
        }
        if (freeFailures < 1 || freeFailures > 100) {
            // NIST SP 800-63B-4, section 3.2.2: no more than 100 in a row.
            throw new IllegalArgumentException(PREFIX + "free-failures must be 1 to 100");
        }
    }

    /** True if one of these roles signs in with a second factor always. */
    public boolean needsSecondFactor(Set<Role> roles) {
        return roles.stream().anyMatch(secondFactorFor::contains);
    }

    private static void require(String name, Duration value, Duration shortest, Duration longest) {
        if (value.compareTo(shortest) < 0 || value.compareTo(longest) > 0) {
            throw new IllegalArgumentException(PREFIX + name + " must be " + shortest + " to " + longest);
        }
    }
}
