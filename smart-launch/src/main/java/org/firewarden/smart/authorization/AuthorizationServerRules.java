package org.firewarden.smart.authorization;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.people.People;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.web.authentication.JwtClientAssertionAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeRequestAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.PublicClientAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Narrows Spring Authorization Server to what SMART needs: the grants {@code authorization_code} and {@code client_credentials},
 * the client authentications {@code private_key_jwt} and none. What is not needed is taken out, not left in unlisted.
 */
final class AuthorizationServerRules {

    /** What the library says of itself and is not so here. */
    private static final List<String> ABSENT = List.of(
            "device_authorization_endpoint",
            "userinfo_endpoint",
            "end_session_endpoint",
            "tls_client_certificate_bound_access_tokens",
            "dpop_signing_alg_values_supported");

    private final SmartSettings settings;
    private final RegisteredClientRepository clients;
    private final People people;
    private final AssertionDecoders assertions;

    AuthorizationServerRules(
            SmartSettings settings,
            RegisteredClientRepository clients,
            People people,
            AssertionReplays replays,
            Clock clock) {
        this.settings = settings;
        this.clients = clients;
        this.people = people;
        this.assertions = new AssertionDecoders(settings, replays, clock);
    }

    void applyTo(HttpSecurity http) throws Exception {
        http.with(
                OAuth2AuthorizationServerConfigurer.authorizationServer(),
                server -> server.clientAuthentication(
                                client -> client.authenticationConverters(this::useClientAuthentications)
                                        .authenticationProviders(this::useAssertionDecoders))
                        .authorizationEndpoint(endpoint -> endpoint.authorizationRequestConverters(this::narrowRequests)
                                .authenticationProviders(this::useRequestRules))
                        .tokenEndpoint(endpoint -> endpoint.accessTokenRequestConverters(this::useGrants)
                                .authenticationProviders(this::requireScopes)
                                .accessTokenResponseHandler(TokenResponse.handler()))
                        .oidc(oidc ->
                                oidc.providerConfigurationEndpoint(endpoint -> endpoint.providerConfigurationCustomizer(
                                        document -> document.claims(AuthorizationServerRules::describe)))));
        // The library wants a decoder for its userinfo endpoint, which is not reachable here: no token is any good.
        http.oauth2ResourceServer(server -> server.jwt(jwt -> jwt.decoder(token -> {
            throw new BadJwtException("no endpoint of the authorization server takes an access token");
        })));
    }

    private void useClientAuthentications(List<AuthenticationConverter> converters) {
        converters.removeIf(converter -> !(converter instanceof JwtClientAssertionAuthenticationConverter)
                && !(converter instanceof PublicClientAuthenticationConverter));
        converters.replaceAll(converter -> converter instanceof JwtClientAssertionAuthenticationConverter
                ? new ClientAssertionConverter(converter)
                : converter);
    }

    private void useAssertionDecoders(List<AuthenticationProvider> providers) {
        providers.stream()
                .filter(JwtClientAssertionAuthenticationProvider.class::isInstance)
                .map(JwtClientAssertionAuthenticationProvider.class::cast)
                .forEach(provider -> provider.setJwtDecoderFactory(assertions));
    }

    private void narrowRequests(List<AuthenticationConverter> converters) {
        converters.removeIf(converter -> !(converter instanceof OAuth2AuthorizationCodeRequestAuthenticationConverter));
        converters.replaceAll(converter -> new AuthorizationRequestConverter(converter, clients, people));
    }

    private void useRequestRules(List<AuthenticationProvider> providers) {
        providers.stream()
                .filter(OAuth2AuthorizationCodeRequestAuthenticationProvider.class::isInstance)
                .map(OAuth2AuthorizationCodeRequestAuthenticationProvider.class::cast)
                .forEach(provider ->
                        provider.setAuthenticationValidator(new AuthorizationRequestRules(settings.fhirBase())));
    }

    private void useGrants(List<AuthenticationConverter> converters) {
        converters.removeIf(converter -> !(converter instanceof OAuth2AuthorizationCodeAuthenticationConverter)
                && !(converter instanceof OAuth2ClientCredentialsAuthenticationConverter));
        converters.replaceAll(converter -> converter instanceof OAuth2ClientCredentialsAuthenticationConverter
                ? new ClientCredentialsConverter(converter)
                : converter);
    }

    private void requireScopes(List<AuthenticationProvider> providers) {
        providers.stream()
                .filter(OAuth2ClientCredentialsAuthenticationProvider.class::isInstance)
                .map(OAuth2ClientCredentialsAuthenticationProvider.class::cast)
                .forEach(provider -> provider.setAuthenticationValidator(ClientCredentialsConverter::requireScope));
    }

    private static void describe(Map<String, Object> document) {
        ABSENT.forEach(document::remove);
        document.put("grant_types_supported", List.of("authorization_code", "client_credentials"));
        document.put("scopes_supported", List.of("openid", LaunchScopes.FHIR_USER, LaunchScopes.LAUNCH_PATIENT));
        List<String> keys = List.of("private_key_jwt");
        List<String> algorithms = List.of("RS384", "ES384");
        document.put("token_endpoint_auth_methods_supported", List.of("none", "private_key_jwt"));
        document.put("token_endpoint_auth_signing_alg_values_supported", algorithms);
        document.put("introspection_endpoint_auth_methods_supported", keys);
        document.put("introspection_endpoint_auth_signing_alg_values_supported", algorithms);
        document.put("revocation_endpoint_auth_methods_supported", keys);
        document.put("revocation_endpoint_auth_signing_alg_values_supported", algorithms);
    }
}
