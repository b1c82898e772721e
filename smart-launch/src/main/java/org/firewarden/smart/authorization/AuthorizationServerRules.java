package org.firewarden.smart.authorization;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.firewarden.audit.AuditKind;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.discovery.Offer;
import org.firewarden.smart.token.AccessTokenContent;
import org.firewarden.smart.web.OAuthErrors;
import org.firewarden.smart.web.RequestNotes;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Fits our grants, introspection and revocation into the filters of Spring Authorization Server, which read requests and name
 * endpoints. The library's own providers are taken out, not left in unlisted: they would issue what nobody can end.
 */
final class AuthorizationServerRules {

    /** The client of a request that has proven who it is. */
    private static final String PROVEN = "org.firewarden.smart.authorization.proven-client";

    private final ClientAuthenticator authenticator;
    private final TokenGrants grants;
    private final Introspection introspection;
    private final Revocation revocation;
    private final JwtDecoder accessTokens;
    private final Offer offer;

    AuthorizationServerRules(
            ClientAuthenticator authenticator,
            TokenGrants grants,
            Introspection introspection,
            Revocation revocation,
            JwtDecoder accessTokens,
            Offer offer) {
        this.authenticator = authenticator;
        this.grants = grants;
        this.introspection = introspection;
        this.revocation = revocation;
        this.accessTokens = accessTokens;
        this.offer = offer;
    }

    void applyTo(HttpSecurity http) throws Exception {
        http.with(
                OAuth2AuthorizationServerConfigurer.authorizationServer(),
                server -> server.clientAuthentication(
                                client -> client.authenticationConverters(only(authenticator.converters()))
                                        .authenticationProviders(onlyProviders(authenticator.toProvider()))
                                        .authenticationSuccessHandler(AuthorizationServerRules::proven)
                                        .errorResponseHandler(AuthorizationServerRules::refuse))
                        .tokenEndpoint(endpoint -> endpoint.accessTokenRequestConverters(
                                        only(List.of(new TokenRequestConverter())))
                                .authenticationProviders(onlyProviders(grants))
                                .accessTokenResponseHandler(AuthorizationServerRules::tokens)
                                .errorResponseHandler(AuthorizationServerRules::refuse))
                        .tokenIntrospectionEndpoint(
                                endpoint -> endpoint.authenticationProviders(onlyProviders(introspection))
                                        .introspectionResponseHandler(AuthorizationServerRules::introspected)
                                        .errorResponseHandler(AuthorizationServerRules::refuse))
                        .tokenRevocationEndpoint(endpoint -> endpoint.authenticationProviders(onlyProviders(revocation))
                                .revocationResponseHandler(AuthorizationServerRules::revoked)
                                .errorResponseHandler(AuthorizationServerRules::refuse))
                        .oidc(oidc ->
                                oidc.providerConfigurationEndpoint(endpoint -> endpoint.providerConfigurationCustomizer(
                                        document -> document.claims(this::describe)))));
        // A client that is registered to introspect may show an access token instead of its proof.
        http.oauth2ResourceServer(server -> server.jwt(jwt -> jwt.decoder(accessTokens)));
    }

    private static Consumer<List<AuthenticationConverter>> only(List<AuthenticationConverter> ours) {
        return converters -> {
            converters.clear();
            converters.addAll(ours);
        };
    }

    private static Consumer<List<AuthenticationProvider>> onlyProviders(AuthenticationProvider ours) {
        return providers -> {
            providers.clear();
            providers.add(ours);
        };
    }

    private static void tokens(HttpServletRequest request, HttpServletResponse response, Authentication answered)
            throws IOException {
        TokenAnswer answer = (TokenAnswer) answered;
        RequestNotes notes = RequestNotes.of(request, kind(request));
        notes.caller(answer.caller());
        notes.detail("grant", answer.grant());
        notes.patient(answer.caller().patientId());
        OAuthErrors.write(response, HttpServletResponse.SC_OK, answer.body());
    }

    private static void introspected(HttpServletRequest request, HttpServletResponse response, Authentication answered)
            throws IOException {
        Introspection.Answer answer = (Introspection.Answer) answered;
        RequestNotes notes = RequestNotes.of(request, kind(request));
        notes.client(answer.getName());
        notes.detail("client", answer.getName());
        notes.detail("active", answer.body().path("active").asText());
        if (answer.body().hasNonNull(AccessTokenContent.PATIENT)) {
            notes.patient(answer.body().get(AccessTokenContent.PATIENT).asText());
        }
        OAuthErrors.write(response, HttpServletResponse.SC_OK, answer.body());
    }

    private static void revoked(HttpServletRequest request, HttpServletResponse response, Authentication answered) {
        RequestNotes notes = RequestNotes.of(request, kind(request));
        String client = ((Authentication) answered.getPrincipal()).getName();
        notes.client(client);
        notes.detail("client", client);
        response.setStatus(HttpServletResponse.SC_OK);
    }

    /** What the endpoint does, whether it was done or not. */
    private static AuditKind kind(HttpServletRequest request) {
        return switch (request.getRequestURI()) {
            case Endpoints.INTROSPECT -> AuditKind.TOKEN_INTROSPECTION;
            case Endpoints.REVOKE -> AuditKind.TOKEN_REVOCATION;
            default ->
                "refresh_token".equals(request.getParameter("grant_type"))
                        ? AuditKind.TOKEN_REFRESH
                        : AuditKind.TOKEN_ISSUE;
        };
    }

    /** Tells the ledger which registered client somebody said to be who did not prove it. */
    static void name(AuthenticationException failure, RequestNotes notes) {
        if (failure instanceof UnprovenClientException unproven) {
            notes.detail("client-claimed", unproven.clientId());
        }
    }

    /** The client has proven who it is: what the library does then, and a note of it, since the library forgets it when it refuses. */
    private static void proven(HttpServletRequest request, HttpServletResponse response, Authentication client) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(client);
        SecurityContextHolder.setContext(context);
        request.setAttribute(PROVEN, client.getName());
    }

    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        OAuth2Error error = error(failure);
        RequestNotes notes = RequestNotes.of(request, kind(request));
        notes.error(error.getErrorCode());
        name(failure, notes);
        if (request.getAttribute(PROVEN) instanceof String client) {
            notes.client(client);
            notes.detail("client", client);
        }
        boolean isClient = error.getErrorCode().equals(OAuth2ErrorCodes.INVALID_CLIENT);
        if (isClient && request.getHeader("Authorization") != null) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"clients\"");
        }
        OAuthErrors.write(
                response,
                isClient ? HttpServletResponse.SC_UNAUTHORIZED : HttpServletResponse.SC_BAD_REQUEST,
                error.getErrorCode(),
                error.getDescription() == null ? "The request is malformed." : error.getDescription());
    }

    private static OAuth2Error error(AuthenticationException failure) {
        return failure instanceof OAuth2AuthenticationException known
                ? known.getError()
                : new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST);
    }

    private void describe(Map<String, Object> document) {
        document.clear();
        document.putAll(offer.openidConfiguration());
    }
}
