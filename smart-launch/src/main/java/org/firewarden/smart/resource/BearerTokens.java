package org.firewarden.smart.resource;

import org.firewarden.smart.web.ProblemResponses;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/**
 * Makes a filter chain accept access tokens as the only way to be somebody (RFC 6750, in the header only): no session, no
 * cookie, and so no request forgery. A refusal is an OperationOutcome; when the keys of the issuer cannot be had it is 503,
 * because the token may well be good.
 */
public final class BearerTokens {

    private final JwtDecoder decoder;
    private final CallerConverter converter;
    private final ProblemResponses problems;

    BearerTokens(JwtDecoder decoder, String fhirBase, ProblemResponses problems) {
        this.decoder = decoder;
        this.converter = new CallerConverter(fhirBase);
        this.problems = problems;
    }

    /**
     * Adds this to a chain. What a caller may do is stated by the chain itself.
     *
     * @throws Exception as Spring Security's builders do
     */
    public void acceptedBy(HttpSecurity http) throws Exception {
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(problems::unauthenticated)
                        .accessDeniedHandler(problems::forbidden))
                .oauth2ResourceServer(server -> server.authenticationEntryPoint(problems::unauthenticated)
                        .accessDeniedHandler(problems::forbidden)
                        .withObjectPostProcessor(new Failures(problems))
                        .jwt(jwt -> jwt.decoder(decoder).jwtAuthenticationConverter(converter)))
                .addFilterBefore(new CallerFilter(), AuthorizationFilter.class);
    }

    private record Failures(ProblemResponses problems) implements ObjectPostProcessor<BearerTokenAuthenticationFilter> {

        @Override
        public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
            filter.setAuthenticationFailureHandler((request, response, failure) -> {
                if (failure instanceof AuthenticationServiceException) {
                    problems.keysUnavailable(request, response);
                } else {
                    problems.unauthenticated(request, response, failure);
                }
            });
            return filter;
        }
    }
}
