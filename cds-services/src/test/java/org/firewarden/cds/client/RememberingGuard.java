package org.firewarden.cds.client;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** A guard that forgets when the test ends. */
final class RememberingGuard implements JwtReplayGuard {

    private final Set<String> used = new HashSet<>();

    @Override
    public Use record(String issuer, String tokenId, Instant expiry) {
        return used.add(issuer + " " + tokenId) ? Use.FIRST : Use.REPLAYED;
    }
}
