package org.firewarden.smart.authorization;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.smart.EmbeddedIssuer;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.approval.ExpiredRows;
import org.firewarden.smart.approval.Revocations;
import org.firewarden.smart.approval.SecretValues;
import org.firewarden.smart.client.ClientKeys;
import org.firewarden.smart.client.Clients;
import org.firewarden.smart.client.StoredClients;
import org.firewarden.smart.discovery.Offer;
import org.firewarden.smart.launch.PreparedLaunches;
import org.firewarden.smart.people.People;
import org.firewarden.smart.signing.SigningKeys;
import org.firewarden.smart.signing.TokenSigner;
import org.firewarden.smart.token.AccessTokens;
import org.firewarden.smart.token.IdTokens;
import org.firewarden.smart.token.PossessionProofs;
import org.firewarden.smart.token.StoredReplays;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/** The parts of the embedded authorization server. Its filter chains are in {@link AuthorizationServerChains}. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedIssuer.class)
public class AuthorizationServerConfiguration {

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
    SecretValues secretValues(ObjectProvider<SecureRandom> random) {
        return new SecretValues(random.getIfAvailable(SecureRandom::new));
    }

    @Bean
    StoredClients storedClients(JdbcTemplate jdbc, Clock clock) {
        return new StoredClients(jdbc, clock);
    }

    @Bean
    RegisteredClientRepository registeredClients(Clients clients) {
        return new RegisteredClients(clients);
    }

    @Bean
    Revocations revocations(JdbcTemplate jdbc, Clock clock) {
        return new Revocations(jdbc, clock);
    }

    @Bean
    Approvals approvals(
            JdbcTemplate jdbc, Revocations revocations, SecretValues secrets, SmartSettings settings, Clock clock) {
        return new Approvals(jdbc, revocations, secrets, settings.embedded().renewal(), clock);
    }

    @Bean
    PreparedLaunches preparedLaunches(JdbcTemplate jdbc, SecretValues secrets, Clock clock) {
        return new PreparedLaunches(jdbc, secrets, clock);
    }

    @Bean
    StoredReplays storedReplays(JdbcTemplate jdbc, Clock clock) {
        return new StoredReplays(jdbc, clock);
    }

    @Bean
    TokenSigner tokenSigner(JWKSource<SecurityContext> tokenKeys) {
        return new TokenSigner((SigningKeys) tokenKeys);
    }

    @Bean
    AccessTokens accessTokens(SmartSettings settings, TokenSigner signer, Clock clock) {
        return new AccessTokens(settings.issuer(), signer, clock);
    }

    @Bean
    ClientAuthenticator clientAuthenticator(
            SmartSettings settings,
            Clients clients,
            StoredReplays replays,
            Approvals approvals,
            ObjectProvider<OutboundCalls> calls,
            Clock clock) {
        String base = settings.publicBaseUrl().toString();
        return new ClientAuthenticator(
                clients,
                new AssertionRules(
                        Set.of(
                                base,
                                base + Endpoints.TOKEN,
                                base + Endpoints.INTROSPECT,
                                base + Endpoints.REVOKE,
                                base + Endpoints.LAUNCH),
                        new ClientKeys((address, largest) -> calls.getObject().get(address, largest), clock),
                        replays,
                        clock),
                approvals);
    }

    @Bean
    AuthorizationServerRules authorizationServerRules(
            SmartSettings settings,
            Clients clients,
            ObjectProvider<People> people,
            Approvals approvals,
            Revocations revocations,
            AccessTokens accessTokens,
            TokenSigner signer,
            StoredReplays replays,
            JwtDecoder accessTokenDecoder,
            ClientAuthenticator authenticator,
            Clock clock) {
        People known = people.getIfAvailable(() -> People.NOBODY);
        return new AuthorizationServerRules(
                authenticator,
                new TokenGrants(
                        settings,
                        clients,
                        known,
                        approvals,
                        accessTokens,
                        new IdTokens(settings.issuer(), signer, clock),
                        new PossessionProofs(replays, clock),
                        clock),
                new Introspection(accessTokenDecoder, approvals, clients, known, settings),
                new Revocation(accessTokenDecoder, approvals, revocations),
                accessTokenDecoder,
                new Offer(settings));
    }

    @Bean
    Housekeeping smartHousekeeping(
            Approvals approvals,
            Revocations revocations,
            PreparedLaunches launches,
            StoredReplays replays,
            List<ExpiredRows> others) {
        List<Runnable> sweeps =
                new ArrayList<>(List.of(approvals::sweep, revocations::sweep, launches::sweep, replays::sweep));
        others.forEach(rows -> sweeps.add(rows::sweep));
        return new Housekeeping(sweeps);
    }
}
