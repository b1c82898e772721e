package org.firewarden.smart.resource;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.approval.RevokedTokens;
import org.firewarden.smart.token.AccessTokenContent;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Verifies signature and header of an access token: an allow-list of asymmetric algorithms, so that neither {@code none} nor a
 * shared secret made of a public key passes (RFC 8725, sections 3.1 and 3.2), and the type {@code at+jwt}. External issuers may
 * write {@code JWT} or nothing as the type, because Keycloak does; the audience still tells their id tokens apart.
 */
final class AccessTokenDecoder {

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.RS384, JWSAlgorithm.ES384);

    private AccessTokenDecoder() {}

    static JwtDecoder of(SmartSettings settings, JWKSource<SecurityContext> keys, RevokedTokens revoked, Clock clock) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(types(settings)));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        // The claims are judged by our own rules below, with our own clock.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(token -> OAuth2TokenValidatorResult.success());
        return new VerifiedTokens(
                decoder, new AccessTokenRules(settings.issuer(), settings.fhirBase(), revoked, clock), clock);
    }

    private static Set<JOSEObjectType> types(SmartSettings settings) {
        Set<JOSEObjectType> types = new HashSet<>();
        types.add(new JOSEObjectType(AccessTokenContent.TYPE));
        if (!settings.isEmbedded()) {
            types.add(JOSEObjectType.JWT);
            types.add(null);
        }
        return types;
    }
}
