package org.firewarden.smart.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.people.Acr;
import org.jspecify.annotations.Nullable;

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
 * @param tenant {@code tenant}, if the organisation is stated
 * @param approval {@code approval}: what the token came of, if a person let the client in
 * @param keyThumbprint {@code cnf.jkt}: the key that the token is bound to (RFC 9449, section 6.1), or null
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
        @Nullable String acr,
        @Nullable String tenant,
        @Nullable UUID approval,
        @Nullable String keyThumbprint) {

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

    /** What the token came of. */
    public static final String APPROVAL = "approval";

    /** To what the token is bound (RFC 7800). */
    public static final String CONFIRMATION = "cnf";

    /** The thumbprint of a key, in {@link #CONFIRMATION}. */
    public static final String KEY_THUMBPRINT = "jkt";

    /** The {@code acr} of a sign-in with a password alone. */
    public static final String PASSWORD_ACR = Acr.PASSWORD;

    /** Copies the roles. */
    public AccessTokenContent {
        roles = Set.copyOf(roles);
    }

    /** A token that no person let anybody have, and that no key is bound to. */
    public AccessTokenContent(
            String subject,
            String clientId,
            String audience,
            String scope,
            @Nullable String fhirUser,
            Set<Role> roles,
            PurposeOfUse purpose,
            @Nullable String patientId,
            @Nullable String acr) {
        this(subject, clientId, audience, scope, fhirUser, roles, purpose, patientId, acr, null, null, null);
    }

    /** Adds the claims. */
    void writeTo(JWTClaimsSet.Builder token) {
        token.subject(subject).audience(audience).claim(CLIENT_ID, clientId);
        token.claim(ROLES, roles.stream().map(Role::code).sorted().toList());
        token.claim(PURPOSE_OF_USE, purpose.code());
        // A claim that is null is left out.
        token.claim(SCOPE, scope.isEmpty() ? null : scope);
        token.claim(FHIR_USER, fhirUser);
        token.claim(PATIENT, patientId);
        token.claim(ACR, acr);
        token.claim(TENANT, tenant);
        token.claim(APPROVAL, approval == null ? null : approval.toString());
        token.claim(CONFIRMATION, keyThumbprint == null ? null : Map.of(KEY_THUMBPRINT, keyThumbprint));
    }

    /** Whom the resource server will take for the caller, for the audit trail. */
    public Caller toCaller() {
        String relative = fhirUser == null ? null : fhirUser.substring(audience.length() + 1);
        return new Caller(
                subject, clientId, roles, SmartScopes.parse(scope), purpose, relative, patientId, acr, null, tenant);
    }
}
