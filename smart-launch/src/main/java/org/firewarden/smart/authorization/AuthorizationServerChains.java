package org.firewarden.smart.authorization;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.firewarden.smart.EmbeddedIssuer;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.web.OAuthErrors;
import org.firewarden.smart.web.Paths;
import org.firewarden.smart.web.RequestNotes;
import org.firewarden.smart.web.SecurityHeaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.security.web.authentication.preauth.AbstractPreAuthenticatedProcessingFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The filter chains of the embedded authorization server for machines: its endpoints (order 10), the launches that EHRs prepare (15),
 * apps that register themselves (16). Who did not authenticate gets JSON (RFC 6749, section 5.2), never a page.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedIssuer.class)
public class AuthorizationServerChains {

    @Bean
    @Order(10)
    SecurityFilterChain authorizationServerChain(HttpSecurity http, AuthorizationServerRules rules) throws Exception {
        http.securityMatcher(Paths.any(
                Endpoints.TOKEN,
                Endpoints.INTROSPECT,
                Endpoints.REVOKE,
                Endpoints.JWKS,
                Endpoints.OPENID_CONFIGURATION));
        rules.applyTo(http);
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(AuthorizationServerChains::refuseClient))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .cors(Customizer.withDefaults())
                .headers(SecurityHeaders.forData())
                .build();
    }

    @Bean
    @Order(15)
    SecurityFilterChain launchChain(HttpSecurity http, ClientAuthenticator authenticator) throws Exception {
        RequestMatcher launch = Paths.any(HttpMethod.POST, Endpoints.LAUNCH);
        OAuth2ClientAuthenticationFilter clients =
                new OAuth2ClientAuthenticationFilter(new ProviderManager(authenticator.toProvider()), launch);
        clients.setAuthenticationConverter(new DelegatingAuthenticationConverter(
                List.of(new ClientAssertionHeaderConverter(), ClientAuthenticator.bySecretInHeader())));
        clients.setAuthenticationFailureHandler(
                (request, response, failure) -> refuseClient(request, response, failure));
        return http.securityMatcher(launch)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .addFilterAfter(clients, AbstractPreAuthenticatedProcessingFilter.class)
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(AuthorizationServerChains::refuseClient))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .headers(SecurityHeaders.forData())
                .build();
    }

    /** An app that registers itself authenticates by its software statement. */
    @Bean
    @Order(16)
    SecurityFilterChain registrationChain(HttpSecurity http) throws Exception {
        return http.securityMatcher(Paths.any(HttpMethod.POST, Endpoints.REGISTER))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .headers(SecurityHeaders.forData())
                .build();
    }

    private static void refuseClient(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        RequestNotes notes = RequestNotes.of(request);
        notes.error("invalid_client");
        AuthorizationServerRules.name(failure, notes);
        OAuthErrors.write(response, 401, "invalid_client", "The client did not authenticate.");
    }
}
