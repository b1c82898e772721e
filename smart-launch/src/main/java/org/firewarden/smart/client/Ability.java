package org.firewarden.smart.client;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a client may do beyond asking for tokens. Each is off unless the registration has it. */
public enum Ability {
    /** Go on when its user is not there ({@code offline_access}). */
    OFFLINE,
    /** Go on as long as its user is there ({@code online_access}). */
    ONLINE,
    /** Prepare launches, as an EHR does. */
    PREPARE_LAUNCHES,
    /** Ask about tokens of all clients (RFC 7662), as a resource server does. */
    INTROSPECT,
    /** Be let in without asking its user, because the organisation has approved it. */
    WITHOUT_CONSENT;

    static Optional<Ability> ofCode(String code) {
        return Arrays.stream(values()).filter(a -> a.code().equals(code)).findFirst();
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
