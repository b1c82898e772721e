package org.firewarden.cds.client;

import java.time.Instant;

/**
 * Remembers which tokens were used, so that each is taken once (CDS Hooks 2.0.1, {@code jti}), by whichever node.
 */
public interface JwtReplayGuard {

    /** What the guard knows of a token. */
    enum Use {
        /** It was not used before, and is used now. */
        FIRST,
        /** It was used before. */
        REPLAYED
    }

    /**
     * Records the use of a token whose signature and claims are verified, durably. Fails if it cannot.
     *
     * @param issuer the {@code iss}; ids of different issuers do not meet
     * @param tokenId the {@code jti}
     * @param expiry the {@code exp}, after which the token need not be remembered
     */
    Use record(String issuer, String tokenId, Instant expiry);
}
