package org.firewarden.smart;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server outside of this process, for example a hospital's Keycloak. What is null here is not known, and so
 * not stated in {@code smart-configuration} (SMART App Launch 2.2, Conformance).
 *
 * @param issuer the exact {@code iss} of its tokens
 * @param jwkSetUri where its public keys are
 * @param authorizationEndpoint where apps send their users, if known
 * @param tokenEndpoint where apps get tokens, if known
 * @param introspectionEndpoint RFC 7662, if known
 * @param revocationEndpoint RFC 7009, if known
 */
public record ExternalIssuer(
        URI issuer,
        URI jwkSetUri,
        @Nullable URI authorizationEndpoint,
        @Nullable URI tokenEndpoint,
        @Nullable URI introspectionEndpoint,
        @Nullable URI revocationEndpoint) {

    /** Refuses plain HTTP to another machine: keys and tokens would travel in the open. */
    public ExternalIssuer {
        Origins.requireSafe(issuer);
        Origins.requireSafe(jwkSetUri);
    }

    /** An issuer of which only the name and the keys are known. */
    public static ExternalIssuer of(URI issuer, URI jwkSetUri) {
        return new ExternalIssuer(issuer, jwkSetUri, null, null, null, null);
    }
}
