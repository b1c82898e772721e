package org.firewarden.smart.signin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.smart.EmbeddedIssuer;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.UpstreamProvider;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.approval.SecretValues;
import org.firewarden.smart.factor.SecondFactors;
import org.firewarden.smart.people.StoredPeople;
import org.firewarden.smart.session.StoredSessions;
import org.firewarden.smart.signing.SigningConfiguration;
import org.firewarden.smart.upstream.UpstreamAccounts;
import org.firewarden.smart.upstream.UpstreamConversation;
import org.firewarden.smart.upstream.UpstreamPeople;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Signing in at the hospital's own OpenID provider; without one the addresses are there and answer 404. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedIssuer.class)
public class UpstreamSignInConfiguration {

    @Bean
    UpstreamAccounts upstreamAccounts(JdbcTemplate jdbc, Clock clock) {
        return new UpstreamAccounts(jdbc, clock);
    }

    @Bean
    UpstreamController upstreamController(
            SmartSettings settings,
            UpstreamAccounts accounts,
            StoredPeople people,
            StoredSessions sessions,
            Approvals approvals,
            SecretValues secrets,
            ObjectProvider<OutboundCalls> calls,
            SecondFactors factors,
            StrongSignIn done,
            Clock clock) {
        Optional<UpstreamController.Provider> provider = Optional.ofNullable(
                        settings.embedded().upstream())
                .map(upstream -> new UpstreamController.Provider(
                        conversation(settings, upstream, calls.getObject(), clock),
                        new UpstreamPeople(
                                upstream, settings.fhirBase(), accounts, people, sessions, approvals, secrets)));
        return new UpstreamController(provider, factors, settings.embedded().signIn(), done, clock);
    }

    private static UpstreamConversation conversation(
            SmartSettings settings, UpstreamProvider upstream, OutboundCalls calls, Clock clock) {
        return new UpstreamConversation(
                upstream,
                settings.publicBaseUrl(),
                secret(upstream.clientSecretFile()),
                calls,
                SigningConfiguration.remote(upstream.jwkSetUri(), calls),
                settings.embedded().signIn().stepUp(),
                clock);
    }

    private static @Nullable String secret(@Nullable Path file) {
        if (file == null) {
            return null;
        }
        try {
            String secret =
                    Files.readString(file).lines().findFirst().orElse("").strip();
            if (secret.isEmpty()) {
                throw new IllegalStateException("firewarden.smart.embedded.upstream.client-secret-file is empty");
            }
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException("firewarden.smart.embedded.upstream.client-secret-file cannot be read", e);
        }
    }
}
