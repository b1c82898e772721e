package org.firewarden.smart.resource;

import jakarta.servlet.DispatcherType;
import org.firewarden.access.Role;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.web.Paths;
import org.firewarden.smart.web.SecurityHeaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

/**
 * Who may come in where, besides the authorization server. The chains are asked in their order, the first that matches decides:
 * 100 what is open, 200 FHIR and operations, 10000 all the rest. Each but the first demands a token. Another module that needs
 * a face of its own, such as a console, adds a chain with an order between 1000 and 9999.
 */
@Configuration(proxyBeanMethods = false)
public class ResourceChains {

    /** What needs no token: discovery, health, and CDS Hooks, whose endpoint verifies the JWT of the EHR itself. */
    @Bean
    @Order(100)
    SecurityFilterChain openChain(HttpSecurity http) throws Exception {
        return http.securityMatcher(new OrRequestMatcher(
                        Paths.any(
                                HttpMethod.GET,
                                Endpoints.SMART_CONFIGURATION,
                                Endpoints.FHIR + "/metadata",
                                Endpoints.BRANDS,
                                "/models/**",
                                "/actuator/health/**"),
                        Paths.any("/cds-services/**")))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .cors(Customizer.withDefaults())
                .headers(SecurityHeaders.forData())
                .build();
    }

    /** FHIR needs a token, whose scopes the gate judges; metrics need an administrator's; other actuators are shut. */
    @Bean
    @Order(200)
    SecurityFilterChain tokenChain(HttpSecurity http, BearerTokens tokens) throws Exception {
        tokens.acceptedBy(http);
        return http.securityMatcher(Paths.any(Endpoints.FHIR + "/**", "/actuator/**"))
                .authorizeHttpRequests(
                        requests -> requests.requestMatchers(Paths.any(HttpMethod.GET, "/actuator/prometheus"))
                                .hasRole(Role.ADMINISTRATOR.name())
                                .requestMatchers(Paths.any("/actuator/**"))
                                .denyAll()
                                .anyRequest()
                                .authenticated())
                .cors(Customizer.withDefaults())
                .headers(SecurityHeaders.forData())
                .build();
    }

    /** What nobody else claimed needs a token too. The error page of a request that was let in may be written. */
    @Bean
    @Order(10_000)
    SecurityFilterChain remainingChain(HttpSecurity http, BearerTokens tokens) throws Exception {
        tokens.acceptedBy(http);
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .headers(SecurityHeaders.forData())
                .build();
    }
}
