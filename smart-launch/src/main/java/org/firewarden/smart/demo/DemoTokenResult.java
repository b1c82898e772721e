package org.firewarden.smart.demo;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The answer to a {@link DemoTokenRequest}, as a token endpoint would give it. */
sealed interface DemoTokenResult {

    /**
     * A token (RFC 6749, section 5.1).
     *
     * @param accessToken the JWT
     * @param lifetime how long it lives
     * @param scope the scopes granted
     * @param patientId the patient in context, if there is one
     */
    record Issued(
            String accessToken,
            Duration lifetime,
            String scope,
            @Nullable String patientId) implements DemoTokenResult {}

    /**
     * No token (RFC 6749, section 5.2).
     *
     * @param error the code
     * @param description a sentence that repeats no input
     */
    record Refused(String error, String description) implements DemoTokenResult {}
}
