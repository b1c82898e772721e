package org.firewarden.smart.demo;

import java.net.URI;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.Origins;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.client.Proof;
import org.firewarden.smart.token.AccessTokens;
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
    ClientRegistration demoApp() {
        return ClientRegistration.publicApp(
                "demo-app",
                "Demo app",
                Set.of(URI.create("http://127.0.0.1:9876/app.html")),
                SmartScopes.parse("patient/*.cruds user/*.cruds"));
    }

    @Bean
    ClientRegistration demoBackend(SmartSettings settings) {
        return ClientRegistration.backendService(
                "demo-backend",
                "Demo backend",
                new Proof.Keys(new DemoBackendKeys(settings.dataDirectory()).openOrCreate()),
                SmartScopes.parse("system/*.cruds"),
                Set.of(Role.INTERFACE_ENGINE),
                PurposeOfUse.HOPERAT);
    }

    @Bean
    DemoTokenController demoTokenController(SmartSettings settings, DemoPeople people, AccessTokens tokens) {
        return new DemoTokenController(new DemoTokens(settings, people, tokens));
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
