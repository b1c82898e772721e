package org.firewarden.smart.token;

import java.time.Instant;

/**
 * The port that remembers which one-time JWTs were used: client assertions (SMART App Launch 2.2, Client authentication:
 * asymmetric; a {@code jti} SHALL NOT come twice within the life of the assertion) and possession proofs (RFC 9449, section 11.1).
 * Safe for many threads.
 */
public interface Replays {

    /**
     * Records a use.
     *
     * @param issuer whose {@code jti} it is, verified
     * @param id the {@code jti}
     * @param expires until when it could be used again
     * @return true if this was the first use; false if it was used before, or if that cannot be told
     */
    boolean isFirstUse(String issuer, String id, Instant expires);
}
