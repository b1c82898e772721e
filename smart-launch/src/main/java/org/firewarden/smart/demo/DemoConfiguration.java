package org.firewarden.smart.demo;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.time.Clock;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.Origins;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.authorization.SmartClients;
import org.firewarden.smart.web.Paths;
import org.firewarden.smart.web.SecurityHeaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The demo's people, clients and token address. Refuses to exist beside an external issuer, or under an address that is not
 * this machine's own: a password that everybody knows must not guard anything real.
 */
@Configuration(proxyBeanMethods = false)
@Profile("demo")
public class DemoConfiguration {

    /** Refuses to start where the demo must not run. */
    public DemoConfiguration(SmartSettings settings) {
        if (!settings.isEmbedded()) {
            throw new IllegalStateException("the demo has an authorization server of its own");
        }
        if (!Origins.isLoopback(settings.publicBaseUrl())) {
            throw new IllegalStateException("the demo runs on a loopback address only");
        }
    }

    @Bean
    DemoPeople demoPeople(DemoSettings demo) {
        return new DemoPeople(
                demo.patPatientId(),
                PasswordEncoderFactories.createDelegatingPasswordEncoder().encode(DemoPeople.PASSWORD));
    }

    @Bean
    RegisteredClient demoApp(SmartSettings settings) {
        return SmartClients.publicApp(
                "demo-app",
                Set.of(URI.create("http://127.0.0.1:9876/app.html")),
                SmartScopes.parse("patient/*.cruds user/*.cruds"),
                settings.accessTokenLifetime());
    }

    @Bean
    RegisteredClient demoBackend(SmartSettings settings) {
        return SmartClients.backendService(
                "demo-backend",
                new DemoBackendKeys(settings.dataDirectory()).openOrCreate(),
                SmartScopes.parse("system/*.cruds"),
                Set.of(Role.INTERFACE_ENGINE),
                PurposeOfUse.HOPERAT,
                settings.backendTokenLifetime());
    }

    @Bean
    DemoTokenController demoTokenController(
            SmartSettings settings, DemoPeople people, JWKSource<SecurityContext> tokenKeys, Clock clock) {
        return new DemoTokenController(new DemoTokens(settings, people, new NimbusJwtEncoder(tokenKeys), clock));
    }

    /**
     * The one address that gives tokens to anybody. The name in the request must be a loopback one too, so that a web page
     * whose name was rebound to this machine gets nothing.
     */
    @Bean
    @Order(110)
    SecurityFilterChain demoTokenChain(HttpSecurity http) throws Exception {
        return http.securityMatcher(Paths.any(DemoTokenController.PATH))
                .authorizeHttpRequests(requests -> requests.anyRequest()
                        .access((caller, context) -> new AuthorizationDecision(
                                Origins.isLoopback(context.getRequest().getServerName()))))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .logout(logout -> logout.disable())
                .headers(SecurityHeaders.forData())
                .build();
    }
}
