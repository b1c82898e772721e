package org.firewarden.smart.resource;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.smart.ExternalIssuer;
import org.firewarden.smart.IntrospectionSettings;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.approval.RevokedTokens;
import org.firewarden.smart.signing.SigningConfiguration;
import org.firewarden.smart.token.PossessionProofs;
import org.firewarden.smart.token.RememberedReplays;
import org.firewarden.smart.web.ProblemResponses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** Makes the one decoder of access tokens. It is a bean, so that Spring Boot does not add a laxer one of its own. */
@Configuration(proxyBeanMethods = false)
public class ResourceServerConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(ResourceServerConfiguration.class);
    private static final int REMEMBERED_PROOFS = 200_000;

    @Bean
    JwtDecoder accessTokenDecoder(
            SmartSettings settings,
            JWKSource<SecurityContext> tokenKeys,
            ObjectProvider<OutboundCalls> calls,
            ObjectProvider<RevokedTokens> revoked,
            IntrospectionCounts introspections,
            Clock clock) {
        Map<String, JWKSource<SecurityContext>> keys = new HashMap<>(Map.of(settings.issuer(), tokenKeys));
        ExternalIssuer external = settings.external();
        if (external != null) {
            external.tenants()
                    .forEach(tenant -> keys.put(
                            tenant.issuer().toString(),
                            SigningConfiguration.remote(tenant.jwkSetUri(), calls.getObject())));
        }
        JwtDecoder verified = AccessTokenDecoder.of(
                keys,
                settings.isEmbedded(),
                settings.fhirBase(),
                revoked.getIfAvailable(() -> RevokedTokens.NONE),
                clock);
        return external == null
                ? verified
                : asked(verified, keys.keySet(), external.introspections(), calls.getObject(), introspections, clock);
    }

    private static JwtDecoder asked(
            JwtDecoder verified,
            Set<String> issuers,
            Map<String, IntrospectionSettings> introspections,
            OutboundCalls calls,
            IntrospectionCounts counts,
            Clock clock) {
        long unasked = issuers.stream()
                .filter(issuer -> !introspections.containsKey(issuer))
                .count();
        if (unasked > 0) {
            LOG.warn("{} issuers are not asked about their tokens: what they end goes on until it runs out", unasked);
        }
        return introspections.isEmpty()
                ? verified
                : IntrospectedTokens.of(verified, introspections, calls, counts, clock);
    }

    /** For the metrics of the application. */
    @Bean
    IntrospectionCounts introspectionCounts() {
        return new IntrospectionCounts();
    }

    @Bean
    BearerTokens bearerTokens(
            JwtDecoder accessTokenDecoder, SmartSettings settings, ProblemResponses problems, Clock clock) {
        return new BearerTokens(
                accessTokenDecoder,
                settings,
                new PossessionProofs(new RememberedReplays(clock, REMEMBERED_PROOFS), clock),
                problems);
    }
}
