package org.firewarden.smart.authorization;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.people.People;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/** The parts of the embedded authorization server. Its filter chains are in {@link AuthorizationServerChains}. */
@Configuration(proxyBeanMethods = false)
public class AuthorizationServerConfiguration {

    private static final int REMEMBERED_ASSERTIONS = 200_000;

    @Bean
    AuthorizationServerSettings authorizationServerSettings(SmartSettings settings) {
        return AuthorizationServerSettings.builder()
                .issuer(settings.publicBaseUrl().toString())
                .authorizationEndpoint(Endpoints.AUTHORIZE)
                .tokenEndpoint(Endpoints.TOKEN)
                .tokenIntrospectionEndpoint(Endpoints.INTROSPECT)
                .tokenRevocationEndpoint(Endpoints.REVOKE)
                .jwkSetEndpoint(Endpoints.JWKS)
                .build();
    }

    @Bean
    RegisteredClientRepository registeredClients(ObjectProvider<RegisteredClient> clients) {
        return new RegisteredClients(clients.stream().toList());
    }

    @Bean
    OAuth2AuthorizationService currentAuthorizations(Clock clock) {
        return new CurrentAuthorizations(clock);
    }

    @Bean
    AssertionReplays assertionReplays(Clock clock) {
        return new RememberedAssertions(clock, REMEMBERED_ASSERTIONS);
    }

    /** Makes JWTs only: without a generator of refresh tokens there are none. */
    @Bean
    OAuth2TokenGenerator<?> tokenGenerator(
            SmartSettings settings, JWKSource<SecurityContext> tokenKeys, ObjectProvider<People> people, Clock clock) {
        JwtGenerator generator = new JwtGenerator(new NimbusJwtEncoder(tokenKeys));
        generator.setJwtCustomizer(
                new SmartTokenCustomizer(settings, people.getIfAvailable(() -> People.NOBODY), clock));
        return generator;
    }

    @Bean
    AuthorizationServerRules authorizationServerRules(
            SmartSettings settings,
            RegisteredClientRepository clients,
            ObjectProvider<People> people,
            AssertionReplays replays,
            Clock clock) {
        return new AuthorizationServerRules(
                settings, clients, people.getIfAvailable(() -> People.NOBODY), replays, clock);
    }
}
