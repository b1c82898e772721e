package org.firewarden.smart.token;

import java.util.List;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;

/**
 * The claims of an access token beyond {@code iss}, {@code iat}, {@code exp} and {@code jti} (RFC 9068, section 2.2; SMART App
 * Launch 2.2, Token introspection names the same ones).
 *
 * @param subject {@code sub}: the person, or the client itself
 * @param clientId {@code client_id}
 * @param audience {@code aud}: the FHIR base
 * @param scope {@code scope}: space-separated; left out when empty
 * @param fhirUser {@code fhirUser}: an absolute address, if there is one
 * @param roles {@code roles}
 * @param purpose {@code purpose_of_use}
 * @param patientId {@code patient}, if there is one in context
 * @param acr {@code acr}, if a person signed in
 */
public record AccessTokenContent(
        String subject,
        String clientId,
        String audience,
        String scope,
        @Nullable String fhirUser,
        Set<Role> roles,
        PurposeOfUse purpose,
        @Nullable String patientId,
        @Nullable String acr) {

    /** The media type in the JOSE header (RFC 9068, section 2.1). */
    public static final String TYPE = "at+jwt";

    /** The application. */
    public static final String CLIENT_ID = "client_id";

    /** The scopes, as one string. */
    public static final String SCOPE = "scope";

    /** The person as a FHIR resource. */
    public static final String FHIR_USER = "fhirUser";

    /** The roles, as an array of codes. */
    public static final String ROLES = "roles";

    /** The v3-PurposeOfUse code. */
    public static final String PURPOSE_OF_USE = "purpose_of_use";

    /** The patient in context. */
    public static final String PATIENT = "patient";

    /** How strongly the person signed in. */
    public static final String ACR = "acr";

    /** The organisation that the token is for. */
    public static final String TENANT = "tenant";

    /** The {@code acr} of a sign-in with a password alone. */
    public static final String PASSWORD_ACR = "1";

    /** Copies the roles. */
    public AccessTokenContent {
        roles = Set.copyOf(roles);
    }

    /** Writes the claims over those that the builder holds. */
    public void writeTo(JwtClaimsSet.Builder token) {
        token.subject(subject).audience(List.of(audience)).claim(CLIENT_ID, clientId);
        token.claim(ROLES, roles.stream().map(Role::code).sorted().toList());
        token.claim(PURPOSE_OF_USE, purpose.code());
        token.claims(claims -> claims.remove(SCOPE));
        claimIfAny(token, SCOPE, scope.isEmpty() ? null : scope);
        claimIfAny(token, FHIR_USER, fhirUser);
        claimIfAny(token, PATIENT, patientId);
        claimIfAny(token, ACR, acr);
    }

    private static void claimIfAny(JwtClaimsSet.Builder token, String name, @Nullable String value) {
        if (value != null) {
            token.claim(name, value);
        }
    }
}
