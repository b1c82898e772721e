package org.firewarden.smart;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScope;
import org.firewarden.access.SmartScopes;
import org.jspecify.annotations.Nullable;

/**
 * A hospital's own OpenID provider, where people may sign in instead of typing a password here
 * ({@code firewarden.smart.embedded.upstream.*}). It says who somebody is; what that somebody may do stands here, by claim value.
 *
 * @param name what the sign-in page calls it
 * @param issuer the exact {@code iss} of its id tokens
 * @param authorizationEndpoint where browsers are sent
 * @param tokenEndpoint where codes are redeemed
 * @param jwkSetUri where its public keys are
 * @param clientId as what this server is registered there
 * @param clientSecretFile a file with the secret (client_secret_post), or null for a public client, which has PKCE alone
 * @param scopes what is asked for; {@code openid} always is
 * @param rolesClaim the claim of the id token whose values are mapped; dots lead into objects, as in {@code realm_access.roles}
 * @param fhirUserClaim the claim with the person as a FHIR reference
 * @param rights what the values of that claim stand for
 * @param strongAcr values of {@code acr} that stand for more than a password
 * @param strongAmr values of {@code amr} that do
 * @param longest how long ago somebody may have signed in there at the most
 */
public record UpstreamProvider(
        String name,
        URI issuer,
        URI authorizationEndpoint,
        URI tokenEndpoint,
        URI jwkSetUri,
        String clientId,
        @Nullable Path clientSecretFile,
        Set<String> scopes,
        String rolesClaim,
        String fhirUserClaim,
        List<Rights> rights,
        Set<String> strongAcr,
        Set<String> strongAmr,
        Duration longest) {

    private static final String PREFIX = "firewarden.smart.embedded.upstream.";
    private static final int LONGEST_NAME = 60;

    /** Refuses what is incomplete and plain HTTP to another machine; what may be left out is as usual. */
    public UpstreamProvider {
        requireAll(name, issuer, authorizationEndpoint, tokenEndpoint, jwkSetUri, clientId, rights);
        List.of(issuer, authorizationEndpoint, tokenEndpoint, jwkSetUri).forEach(Origins::requireSafe);
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(PREFIX + "name has 1 to " + LONGEST_NAME + " characters");
        }
        if (rights.isEmpty()) {
            throw new IllegalArgumentException(PREFIX + "rights is empty: nobody could sign in");
        }
        Set<String> asked = new LinkedHashSet<>(Set.of("openid"));
        asked.addAll(scopes == null ? Set.of() : scopes);
        scopes = Set.copyOf(asked);
        rolesClaim = rolesClaim == null ? "roles" : rolesClaim;
        fhirUserClaim = fhirUserClaim == null ? "fhirUser" : fhirUserClaim;
        rights = List.copyOf(rights);
        strongAcr = strongAcr == null ? Set.of() : Set.copyOf(strongAcr);
        strongAmr = strongAmr == null ? Set.of() : Set.copyOf(strongAmr);
        longest = longest == null ? Duration.ofHours(12) : longest;
        if (longest.compareTo(Duration.ofMinutes(1)) < 0 || longest.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException(PREFIX + "longest must be 1 minute to 7 days");
        }
    }

    /** What this server calls there: the token endpoint and the keys. */
    public List<URI> calledAddresses() {
        return List.of(tokenEndpoint, jwkSetUri);
    }

    private static void requireAll(@Nullable Object... settings) {
        for (Object setting : settings) {
            if (setting == null) {
                throw new IllegalArgumentException(PREFIX + "name, issuer, authorization-endpoint, token-endpoint,"
                        + " jwk-set-uri, client-id and rights must all be set");
            }
        }
    }

    /**
     * What a claim value stands for. Who has several has what all of them stand for.
     *
     * @param value as it is in the claim, exactly
     * @param roles what the person is
     * @param scope the widest scopes that any token of the person can carry; may be empty
     * @param purposes the purposes that may be asked for, the usual one first
     */
    public record Rights(String value, Set<Role> roles, String scope, List<PurposeOfUse> purposes) {

        private static final Set<Role> OF_SYSTEMS = Set.of(Role.INTERFACE_ENGINE, Role.CDS_CLIENT, Role.APP);

        /** Refuses roles and scopes that are no person's, and a patient who would be more than that. */
        public Rights {
            if (value == null || value.isEmpty() || roles == null || roles.isEmpty()) {
                throw new IllegalArgumentException(PREFIX + "rights: a value and a role must be set");
            }
            roles = Set.copyOf(roles);
            scope = scope == null ? "" : scope.strip();
            purposes = purposes == null ? List.of() : List.copyOf(purposes);
            if (purposes.isEmpty()) {
                throw new IllegalArgumentException(PREFIX + "rights: purposes must be set");
            }
            List<SmartScope.Context> contexts = contexts(scope);
            boolean isPatient = roles.contains(Role.PATIENT);
            if (roles.stream().anyMatch(OF_SYSTEMS::contains) || contexts.contains(SmartScope.Context.SYSTEM)) {
                throw new IllegalArgumentException(PREFIX + "rights: a person has no role and no scope of a system");
            }
            if (isPatient && (roles.size() > 1 || contexts.contains(SmartScope.Context.USER))) {
                throw new IllegalArgumentException(
                        PREFIX + "rights: a patient has no other role, and patient scopes only");
            }
        }

        /** The scopes. */
        public SmartScopes ceiling() {
            return SmartScopes.parse(scope);
        }

        private static List<SmartScope.Context> contexts(String scope) {
            return scope.isEmpty()
                    ? List.of()
                    : List.of(scope.split(" +", -1)).stream()
                            .map(word -> SmartScope.parse(word)
                                    .orElseThrow(() -> new IllegalArgumentException(
                                            PREFIX + "rights: a word of scope is no resource scope"))
                                    .context())
                            .toList();
        }
    }
}
