package org.firewarden.smart.demo;

import org.jspecify.annotations.Nullable;

/**
 * The form of {@code POST /demo/token}.
 *
 * @param user the sign-in name
 * @param scope space-separated scopes; those that are not about resources are ignored
 * @param purpose a v3-PurposeOfUse code, or null for the usual one
 * @param patientId the patient in context, or null
 * @param acr the strength of sign-in to pretend, or null for a password
 */
record DemoTokenRequest(
        @Nullable String user,
        String scope,
        @Nullable String purpose,
        @Nullable String patientId,
        @Nullable String acr) {}
