package org.firewarden.smart.journey;

import org.jspecify.annotations.Nullable;

/** What came of reading an authorization request. */
sealed interface AuthorizationReading {

    /**
     * It can be gone on with.
     *
     * @param request the request
     */
    record Valid(AuthorizationRequest request) implements AuthorizationReading {}

    /**
     * It is wrong, and the app can be told (RFC 6749, section 4.1.2.1).
     *
     * @param redirectUri where
     * @param state to be given back
     * @param error the code of the RFC
     * @param description a sentence for the app's developer that repeats no input
     */
    record Faulty(String redirectUri, @Nullable String state, String error, String description)
            implements AuthorizationReading {}

    /**
     * It is wrong, and nobody may be redirected: client or redirect address are not known.
     *
     * @param description a sentence that repeats no input
     */
    record Unsafe(String description) implements AuthorizationReading {}
}
