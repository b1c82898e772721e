package org.firewarden.keycloak;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.Urls;

/**
 * Access tokens of a minute that the realm issues to itself, to look for patients and to redeem launches in the name of the person who is
 * signing in. They are signed like any other; no secret is shared with the FHIR server.
 */
final class ActingTokens {

    private static final int SECONDS = 60;

    private final KeycloakSession session;
    private final FhirServer server;
    private final UserModel user;
    private final String clientId;

    /** In the name of this person, for this app. */
    ActingTokens(KeycloakSession session, FhirServer server, UserModel user, String clientId) {
        this.session = session;
        this.server = server;
        this.user = user;
        this.clientId = clientId;
    }

    /** To look for patients. */
    String forPatients() {
        return token(server.base(), "user/Patient.rs");
    }

    /** To redeem a launch; opens nothing else. */
    String forLaunch() {
        return token(server.launches(), "redeem-launch");
    }

    private String token(String audience, String scope) {
        AccessToken token = new AccessToken();
        token.id(UUID.randomUUID().toString());
        token.type("Bearer");
        token.issuer(Urls.realmIssuer(
                session.getContext().getUri().getBaseUri(),
                session.getContext().getRealm().getName()));
        token.subject(user.getId());
        // The FHIR server asks the realm about them like about any other, and the realm answers for tokens of a client
        // only.
        token.issuedFor(clientId);
        token.audience(audience);
        token.issuedNowWithTTL(SECONDS);
        token.setScope(scope);
        token.setPreferredUsername(user.getUsername());
        Person person = Person.of(user);
        token.setOtherClaims("client_id", clientId);
        token.setOtherClaims("roles", List.copyOf(person.roles()));
        @Nullable String purpose = person.purpose(null);
        if (purpose != null) {
            token.setOtherClaims("purpose_of_use", purpose);
        }
        if (person.fhirUser() != null) {
            token.setOtherClaims("fhirUser", server.base() + "/" + person.fhirUser());
        }
        return session.tokens().encode(token);
    }
}
