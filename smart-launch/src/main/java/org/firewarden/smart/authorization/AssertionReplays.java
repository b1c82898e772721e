package org.firewarden.smart.authorization;

import java.time.Instant;

/**
 * The port that remembers which client assertions were used (SMART App Launch 2.2, Client authentication: asymmetric; the
 * {@code jti} SHALL NOT be one that was used before within the life of the assertion). Safe for many threads.
 */
public interface AssertionReplays {

    /**
     * Records a use.
     *
     * @param issuer the {@code iss}, verified
     * @param id the {@code jti}
     * @param expires until when the assertion could be used again
     * @return true if this was the first use; false if it was used before, or if that cannot be told
     */
    boolean isFirstUse(String issuer, String id, Instant expires);
}
