package org.firewarden.smart.grant;

import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.SmartScopes;
import org.jspecify.annotations.Nullable;

/** The answer to a {@link GrantRequest}. A grant may be narrower than what was asked (RFC 6749, section 3.3). */
public sealed interface Grant {

    /**
     * Granted.
     *
     * @param scopes the resource scopes granted; empty only for a person who sees no resource at all
     * @param purpose the purpose of use
     * @param patientId the patient in context, if there is one
     */
    record Permitted(
            SmartScopes scopes,
            PurposeOfUse purpose,
            @Nullable String patientId) implements Grant {}

    /**
     * Refused.
     *
     * @param error the OAuth error code (RFC 6749, section 5.2)
     * @param description a sentence for the developer of the client; repeats no input
     */
    record Refused(String error, String description) implements Grant {}
}
