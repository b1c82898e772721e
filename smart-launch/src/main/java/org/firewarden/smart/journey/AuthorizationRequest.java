package org.firewarden.smart.journey;

import java.util.Set;
import org.firewarden.smart.client.ClientRegistration;
import org.jspecify.annotations.Nullable;

/**
 * A valid authorization request (SMART App Launch 2.2, Obtain authorization code).
 *
 * @param client who asks
 * @param redirectUri where the answer goes, one of the client's
 * @param state what the client wants back, exactly
 * @param scopes the words it asked with
 * @param challenge of PKCE, S256
 * @param launch the id of a launch that an EHR has prepared, or null for a standalone launch
 * @param nonce for the id token, or null
 * @param keyThumbprint the key that the code is bound to (RFC 9449, section 10), or null
 * @param prompt whether pages may be shown and whether the person signs in anew (OpenID Connect Core 1.0, section 3.1.2.1), or null
 */
record AuthorizationRequest(
        ClientRegistration client,
        String redirectUri,
        @Nullable String state,
        Set<String> scopes,
        String challenge,
        @Nullable String launch,
        @Nullable String nonce,
        @Nullable String keyThumbprint,
        @Nullable String prompt) {

    AuthorizationRequest {
        scopes = Set.copyOf(scopes);
    }

    boolean mayShowPages() {
        return !"none".equals(prompt);
    }

    boolean wantsNewSignIn() {
        return "login".equals(prompt);
    }
}
