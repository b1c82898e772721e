package org.firewarden.smart.resource;

import java.util.Map;
import java.util.stream.Collectors;
import org.firewarden.smart.ExternalIssuer;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.token.PossessionProofs;
import org.firewarden.smart.web.ProblemResponses;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/**
 * Makes a filter chain accept access tokens as the only way to be somebody (RFC 6750, in the header only): no session, no
 * cookie, and so no request forgery. A refusal is an OperationOutcome; when the keys of the issuer cannot be had it is 503,
 * because the token may well be good.
 */
public final class BearerTokens {

    private final JwtDecoder decoder;
    private final CallerConverter converter;
    private final PossessionProofs proofs;
    private final String publicBase;
    private final ProblemResponses problems;

    BearerTokens(JwtDecoder decoder, SmartSettings settings, PossessionProofs proofs, ProblemResponses problems) {
        this.decoder = decoder;
        this.converter = new CallerConverter(settings.fhirBase(), tenants(settings));
        this.proofs = proofs;
        this.publicBase = settings.publicBaseUrl().toString();
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
                .addFilterBefore(tokens(), AnonymousAuthenticationFilter.class)
                .addFilterBefore(new PossessionFilter(proofs, publicBase, problems), AuthorizationFilter.class)
                .addFilterBefore(new CallerFilter(), AuthorizationFilter.class);
    }

    private static Map<String, String> tenants(SmartSettings settings) {
        ExternalIssuer external = settings.external();
        return external == null
                ? Map.of()
                : external.tenants().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                tenant -> tenant.issuer().toString(), ExternalIssuer.TenantIssuer::tenant));
    }

    private TokenFilter tokens() {
        JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
        provider.setJwtAuthenticationConverter(converter);
        return new TokenFilter(provider, problems);
    }
}
