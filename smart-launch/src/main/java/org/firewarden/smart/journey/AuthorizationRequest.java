package org.firewarden.smart.journey;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.people.Acr;
import org.firewarden.smart.people.WantedSignIn;
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
 * @param acrValues how strongly the person signs in, one of these; empty for however (RFC 9470, section 4)
 * @param maxAge how long ago the person may have signed in at the most, or null
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
        @Nullable String prompt,
        Set<String> acrValues,
        @Nullable Duration maxAge) {

    AuthorizationRequest {
        scopes = Set.copyOf(scopes);
        acrValues = Set.copyOf(acrValues);
    }

    /** True if a sign-in of this moment is too old for the app. */
    boolean isTooOld(Instant signedIn, Instant now) {
        return maxAge != null && signedIn.plus(maxAge).isBefore(now);
    }

    /**
     * What the sign-in must be like that a request of this moment needs. The moment of a sign-in that was good enough when the request
     * came is not looked at again while its pages are filled in.
     */
    WantedSignIn wantedSignIn(Instant begun) {
        Instant notBefore = wantsNewSignIn() ? begun : maxAge == null ? null : begun.minus(maxAge);
        return new WantedSignIn(wantsNewSignIn(), notBefore, Acr.needsSecondFactor(acrValues));
    }

    boolean mayShowPages() {
        return !"none".equals(prompt);
    }

    boolean wantsNewSignIn() {
        return "login".equals(prompt);
    }
}
