package org.firewarden.smart.client;

import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;

/** With what a client proves who it is (SMART App Launch 2.2, Client authentication). */
public sealed interface Proof {

    /** Nothing: a public client, for example an app in a browser. */
    record None() implements Proof {}

    /**
     * A shared secret.
     *
     * @param digest SHA-256 of the secret, which is 256 random bits that this server made, in hexadecimal
     */
    record Secret(String digest) implements Proof {
        /** Says nothing of the digest. */
        @Override
        public String toString() {
            return "Secret";
        }
    }

    /**
     * Keys given at registration.
     *
     * @param set the public halves
     */
    record Keys(JWKSet set) implements Proof {
        /** Drops private halves. */
        public Keys {
            set = set.toPublicJWKSet();
        }
    }

    /**
     * Keys that the client publishes.
     *
     * @param address where; the only address that is ever fetched for it
     */
    record KeysAt(URI address) implements Proof {}

    /** True for a client that can keep something to itself. */
    default boolean isConfidential() {
        return !(this instanceof None);
    }
}
