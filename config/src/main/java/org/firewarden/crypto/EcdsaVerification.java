package org.firewarden.crypto;

import java.security.Provider;

/**
 * Where ECDSA signatures of tokens are verified (FIPS 186-5, section 6.4.2; RFC 7518, section 3.4). Each call of an EHR, each client
 * assertion and each DPoP proof costs one verification, and on P-384 Bouncy Castle needs about a tenth of the time of the platform's
 * provider on JDK 17. Only public keys are given to it, so that nothing secret depends on how long it takes.
 */
public final class EcdsaVerification {

    private EcdsaVerification() {}

    /** The provider of {@code SHA256withECDSA} and {@code SHA384withECDSA}. */
    public static Provider provider() {
        return SignatureAlgorithm.PROVIDER;
    }
}
