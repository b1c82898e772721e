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
     * @param reason why
     */
    record Refused(Reason reason) implements Grant {}

    /** Why nothing is granted. */
    enum Reason {
        /** The purpose is unknown, or not one of the person's. */
        PURPOSE("invalid_request", "This user cannot act for this purpose of use."),
        /** The patient is not one that the person may choose. */
        PATIENT("invalid_request", "This user cannot work in the context of this patient."),
        /** No scope is left. */
        SCOPE("invalid_scope", "None of the scopes can be granted to this user.");

        private final String error;
        private final String description;

        Reason(String error, String description) {
            this.error = error;
            this.description = description;
        }

        /** The OAuth error code (RFC 6749, section 5.2). */
        public String error() {
            return error;
        }

        /** A sentence for the developer of the client; repeats no input. */
        public String description() {
            return description;
        }
    }
}
