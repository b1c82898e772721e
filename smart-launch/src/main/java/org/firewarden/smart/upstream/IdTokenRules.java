package org.firewarden.smart.upstream;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.firewarden.smart.people.WantedSignIn;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * What makes an id token good (OpenID Connect Core 1.0, section 3.1.3.7): a signature of the provider's keys in an asymmetric algorithm
 * of the list, so that neither {@code none} nor our client secret makes one; its very issuer; us as the only audience; its time. The
 * nonce is compared by the library. An access token is none, by its type.
 */
final class IdTokenRules {

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384);
    private static final int LONGEST_SUBJECT = 255;
    private static final Duration SKEW = WantedSignIn.SKEW;

    private IdTokenRules() {}

    /** Verifies id tokens for this client. */
    static JwtDecoder of(ClientRegistration client, JWKSource<SecurityContext> keys, Clock clock) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(types()));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier((claims, context) -> require(client, claims));
        OidcIdTokenValidator rules = new OidcIdTokenValidator(client);
        rules.setClock(clock);
        rules.setClockSkew(SKEW);
        JwtTimestampValidator times = new JwtTimestampValidator(SKEW);
        times.setClock(clock);
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(rules, times));
        return decoder;
    }

    /** Many providers state no type. */
    private static Set<JOSEObjectType> types() {
        Set<JOSEObjectType> types = new HashSet<>(Set.of(JOSEObjectType.JWT));
        types.add(null);
        return types;
    }

    private static void require(ClientRegistration client, JWTClaimsSet claims) throws BadJWTException {
        String subject = claims.getSubject();
        boolean isGood = client.getProviderDetails().getIssuerUri().equals(claims.getIssuer())
                && List.of(client.getClientId()).equals(claims.getAudience())
                && subject != null
                && !subject.isEmpty()
                && subject.length() <= LONGEST_SUBJECT;
        if (!isGood) {
            throw new BadJWTException("issuer, audience or subject");
        }
    }
}
