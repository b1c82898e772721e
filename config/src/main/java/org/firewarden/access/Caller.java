package org.firewarden.access;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as a verified token or a verified CDS Hooks JWT states it. Nothing reads patient data without one
 * (45 CFR 164.312(a)(2)(i), unique user identification).
 *
 * @param subject the token's {@code sub}: the person, or the client itself for system access; never blank
 * @param clientId the application that calls
 * @param roles what the person or system is; may be empty, which allows nothing by role
 * @param scopes the SMART scopes, a ceiling
 * @param purpose why the data is asked for
 * @param fhirUser the person as a relative FHIR reference ({@code Practitioner/123}), if known
 * @param patientId the patient in context, the logical id without type, if the token has one
 * @param acr how strongly the person signed in, if the token says so
 * @param tokenId the token's {@code jti}, if it has one
 * @param tenant the organisation that the token is for, if it says so
 */
public record Caller(
        String subject,
        String clientId,
        Set<Role> roles,
        SmartScopes scopes,
        PurposeOfUse purpose,
        @Nullable String fhirUser,
        @Nullable String patientId,
        @Nullable String acr,
        @Nullable String tokenId,
        @Nullable String tenant) {

    /** The name under which the web layer keeps the caller of a request. */
    public static final String REQUEST_ATTRIBUTE = "org.firewarden.access.Caller";

    private static final Map<Role, String> WORK = Map.of(
            Role.AUDITOR, "AuditEvent",
            Role.PRIVACY_OFFICER, "AuditEvent",
            Role.ML_ENGINEER, "Device",
            Role.SAFETY_OFFICER, "Device");

    /** Refuses a caller without a name and copies the roles. */
    public Caller {
        if (subject.isBlank() || clientId.isBlank()) {
            throw new IllegalArgumentException("a caller has a subject and a client");
        }
        roles = Set.copyOf(roles);
    }

    /** True if the caller has the role. */
    public boolean is(Role role) {
        return roles.contains(role);
    }

    /**
     * True if the caller has the role and the token was given for its work: for operations that are no interaction of FHIR, too, the
     * scopes are a ceiling (SMART App Launch 2.2, scopes). The work of a role is known by a type that it reads for all patients:
     * {@code Patient}, for offices {@code AuditEvent}, for models {@code Device}.
     */
    public boolean actsAs(Role role) {
        return is(role) && scopes.allowsBeyondPatient(Interaction.READ, WORK.getOrDefault(role, "Patient"));
    }
}
