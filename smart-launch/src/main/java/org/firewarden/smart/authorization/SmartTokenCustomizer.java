package org.firewarden.smart.authorization;

import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.Person;
import org.firewarden.smart.token.AccessTokenContent;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * Writes Firewarden's claims into access tokens and {@code fhirUser} into id tokens (SMART App Launch 2.2, Scopes for
 * requesting identity data). An id token's audience is the app, so that it is no good as an access token.
 */
final class SmartTokenCustomizer implements OAuth2TokenCustomizer<JwtEncodingContext> {

    private final SmartSettings settings;
    private final People people;
    private final Clock clock;

    SmartTokenCustomizer(SmartSettings settings, People people, Clock clock) {
        this.settings = settings;
        this.people = people;
        this.clock = clock;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            context.getJwsHeader().type(AccessTokenContent.TYPE);
            boolean isBackend = AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType());
            (isBackend ? ofBackend(context) : ofPerson(context, signedIn(context))).writeTo(context.getClaims());
        } else {
            identify(context, signedIn(context));
        }
    }

    private AccessTokenContent ofBackend(JwtEncodingContext context) {
        BackendRights rights = BackendRights.of(context.getRegisteredClient());
        String clientId = context.getRegisteredClient().getClientId();
        return new AccessTokenContent(
                clientId,
                clientId,
                settings.fhirBase(),
                scope(context),
                null,
                rights.roles(),
                rights.purpose(),
                null,
                null);
    }

    private AccessTokenContent ofPerson(JwtEncodingContext context, Person person) {
        return new AccessTokenContent(
                person.name(),
                context.getRegisteredClient().getClientId(),
                settings.fhirBase(),
                scope(context),
                settings.absolute(person.fhirUser()),
                person.roles(),
                person.usualPurpose(),
                LaunchScopes.needPatient(context.getAuthorizedScopes()) ? person.patientId() : null,
                AccessTokenContent.PASSWORD_ACR);
    }

    private void identify(JwtEncodingContext context, Person person) {
        context.getClaims()
                .expiresAt(clock.instant()
                        .plus(context.getRegisteredClient().getTokenSettings().getAccessTokenTimeToLive()))
                .claim(AccessTokenContent.ACR, AccessTokenContent.PASSWORD_ACR);
        String fhirUser = settings.absolute(person.fhirUser());
        if (fhirUser != null && context.getAuthorizedScopes().contains(LaunchScopes.FHIR_USER)) {
            context.getClaims().claim(AccessTokenContent.FHIR_USER, fhirUser);
        }
    }

    /** The person behind the code. Somebody who was removed since gets nothing more. */
    private Person signedIn(JwtEncodingContext context) {
        return people.find(context.getPrincipal().getName())
                .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT));
    }

    private static String scope(JwtEncodingContext context) {
        Set<String> scopes = new TreeSet<>(context.getAuthorizedScopes());
        return String.join(" ", scopes);
    }
}
