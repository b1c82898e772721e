package org.firewarden.smart.resource;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.OtherIssuer;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.approval.RevokedTokens;
import org.firewarden.smart.approval.SecretValues;
import org.firewarden.smart.launch.OtherLaunchController;
import org.firewarden.smart.launch.PreparedLaunches;
import org.firewarden.smart.token.AccessTokenContent;
import org.firewarden.smart.web.Paths;
import org.firewarden.smart.web.ProblemResponses;
import org.firewarden.smart.web.SecurityHeaders;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/**
 * The addresses at which EHRs prepare launches and an authorization server elsewhere redeems them. The tokens for that have an audience of
 * their own: an app's token is not good here, and one for here is not good for FHIR.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OtherIssuer.class)
public class OtherLaunchConfiguration {

    private static final String PREPARE = "SCOPE_prepare-launches";
    private static final String REDEEM = "SCOPE_redeem-launch";

    @Bean
    OtherLaunchController otherLaunchController(
            JdbcTemplate jdbc, ObjectProvider<SecureRandom> random, SmartSettings settings, Clock clock) {
        SecretValues secrets = new SecretValues(random.getIfAvailable(SecureRandom::new));
        return new OtherLaunchController(new PreparedLaunches(jdbc, secrets, clock), settings.fhirBase());
    }

    @Bean
    @Order(15)
    SecurityFilterChain otherLaunchChain(
            HttpSecurity http,
            SmartSettings settings,
            JWKSource<SecurityContext> tokenKeys,
            ProblemResponses problems,
            Clock clock)
            throws Exception {
        String audience = settings.publicBaseUrl() + Endpoints.LAUNCH;
        TokenFilter tokens = new TokenFilter(
                new JwtAuthenticationProvider(AccessTokenDecoder.of(
                        Map.of(settings.issuer(), tokenKeys), false, audience, RevokedTokens.NONE, clock)),
                problems);
        return http.securityMatcher(Paths.any(HttpMethod.POST, Endpoints.LAUNCH, Endpoints.REDEEM_LAUNCH))
                .authorizeHttpRequests(requests -> requests.requestMatchers(Paths.any(Endpoints.LAUNCH))
                        .access(having(PREPARE))
                        .anyRequest()
                        .access(having(REDEEM)))
                .addFilterBefore(tokens, AnonymousAuthenticationFilter.class)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(problems::unauthenticated)
                        .accessDeniedHandler(problems::forbidden))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .headers(SecurityHeaders.forData())
                .build();
    }

    /** A token that is bound to a key or a certificate is not good without it, and nobody asks for it here. */
    private static AuthorizationManager<RequestAuthorizationContext> having(String scope) {
        return (Supplier<Authentication> caller, RequestAuthorizationContext request) ->
                new AuthorizationDecision(caller.get() instanceof JwtAuthenticationToken token
                        && !token.getToken().hasClaim(AccessTokenContent.CONFIRMATION)
                        && token.getAuthorities().stream().anyMatch(granted -> scope.equals(granted.getAuthority())));
    }
}
