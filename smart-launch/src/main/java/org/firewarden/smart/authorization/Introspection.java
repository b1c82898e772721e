package org.firewarden.smart.authorization;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.approval.Approval;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.client.Ability;
import org.firewarden.smart.client.Clients;
import org.firewarden.smart.grant.LaunchScopes;
import org.firewarden.smart.grant.ScopeWords;
import org.firewarden.smart.people.People;
import org.firewarden.smart.token.AccessTokenContent;
import org.firewarden.smart.token.PossessionProofs;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Tells about a token (RFC 7662; SMART App Launch 2.2, Token introspection): what the resource server itself would make of it, with
 * the launch context it came with. A client asks about its own tokens; one that is registered to introspect, with its own proof or
 * with an access token of its own, about all. Of any other token it is told that it is not active, and nothing else.
 */
final class Introspection implements AuthenticationProvider {

    private static final List<String> ECHOED = List.of(
            "iss",
            "sub",
            "jti",
            AccessTokenContent.CLIENT_ID,
            AccessTokenContent.SCOPE,
            AccessTokenContent.FHIR_USER,
            AccessTokenContent.PURPOSE_OF_USE,
            AccessTokenContent.PATIENT,
            AccessTokenContent.ACR,
            AccessTokenContent.TENANT);

    private final JwtDecoder decoder;
    private final Approvals approvals;
    private final Clients clients;
    private final People people;
    private final SmartSettings settings;

    Introspection(JwtDecoder decoder, Approvals approvals, Clients clients, People people, SmartSettings settings) {
        this.decoder = decoder;
        this.approvals = approvals;
        this.clients = clients;
        this.people = people;
        this.settings = settings;
    }

    /** What is told. */
    static final class Answer extends AbstractAuthenticationToken {

        private static final long serialVersionUID = 1L;

        private final transient ObjectNode body;
        private final String asking;

        Answer(ObjectNode body, String asking) {
            super(List.of());
            this.body = body;
            this.asking = asking;
        }

        ObjectNode body() {
            return body;
        }

        @Override
        public Object getCredentials() {
            return "";
        }

        @Override
        public Object getPrincipal() {
            return asking;
        }
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        OAuth2TokenIntrospectionAuthenticationToken request =
                (OAuth2TokenIntrospectionAuthenticationToken) authentication;
        String asking = asking((Authentication) request.getPrincipal());
        ObjectNode told = ofAccessToken(request.getToken())
                .or(() -> ofRefreshToken(request.getToken()))
                .filter(found -> isFor(asking, found))
                .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("active", false));
        return new Answer(told, asking);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2TokenIntrospectionAuthenticationToken.class.isAssignableFrom(authentication);
    }

    private static String asking(Authentication principal) {
        if (principal instanceof OAuth2ClientAuthenticationToken client
                && client.isAuthenticated()
                && !client.getClientAuthenticationMethod().equals(ClientAuthenticationMethod.NONE)) {
            return client.getName();
        }
        if (principal instanceof JwtAuthenticationToken token
                && !token.getToken().hasClaim(AccessTokenContent.CONFIRMATION)) {
            return token.getToken().getClaimAsString(AccessTokenContent.CLIENT_ID);
        }
        throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }

    private boolean isFor(String asking, ObjectNode found) {
        return asking.equals(found.path(AccessTokenContent.CLIENT_ID).asText())
                || clients.find(asking)
                        .map(client -> client.may(Ability.INTROSPECT))
                        .orElse(false);
    }

    private Optional<ObjectNode> ofAccessToken(String token) {
        Jwt jwt;
        try {
            jwt = decoder.decode(token);
        } catch (JwtException e) {
            // Not an access token of this server, or no good any more: not active either way.
            return Optional.empty();
        }
        ObjectNode told = JsonNodeFactory.instance.objectNode().put("active", true);
        String approval = jwt.getClaimAsString(AccessTokenContent.APPROVAL);
        if (approval != null) {
            approvals
                    .find(UUID.fromString(approval))
                    .ifPresent(found -> told.setAll(found.context().toJson()));
        }
        for (String name : ECHOED) {
            if (jwt.hasClaim(name)) {
                told.put(name, jwt.getClaimAsString(name));
            }
        }
        told.put("aud", settings.fhirBase());
        if (jwt.getIssuedAt() != null && jwt.getExpiresAt() != null) {
            told.put("iat", jwt.getIssuedAt().getEpochSecond());
            told.put("exp", jwt.getExpiresAt().getEpochSecond());
        }
        var confirmation = jwt.getClaimAsMap(AccessTokenContent.CONFIRMATION);
        told.put("token_type", confirmation == null ? "Bearer" : PossessionProofs.DPOP);
        if (confirmation != null) {
            told.putObject(AccessTokenContent.CONFIRMATION)
                    .put(
                            AccessTokenContent.KEY_THUMBPRINT,
                            String.valueOf(confirmation.get(AccessTokenContent.KEY_THUMBPRINT)));
        }
        return Optional.of(told);
    }

    private Optional<ObjectNode> ofRefreshToken(String token) {
        return approvals.ofGoodRefreshToken(token).map(this::describe);
    }

    private ObjectNode describe(Approval approval) {
        ObjectNode told = JsonNodeFactory.instance.objectNode().put("active", true);
        told.setAll(approval.context().toJson());
        told.put("iss", settings.issuer());
        told.put("sub", approval.subject());
        told.put(AccessTokenContent.CLIENT_ID, approval.clientId());
        told.put(AccessTokenContent.SCOPE, ScopeWords.join(approval.scopes()));
        if (approval.scopes().contains(LaunchScopes.FHIR_USER)) {
            people.find(approval.subject())
                    .map(person -> settings.absolute(person.fhirUser()))
                    .ifPresent(fhirUser -> told.put(AccessTokenContent.FHIR_USER, fhirUser));
        }
        return told;
    }
}
