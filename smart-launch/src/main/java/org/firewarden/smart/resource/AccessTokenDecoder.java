package org.firewarden.smart.resource;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.firewarden.crypto.EcdsaVerification;
import org.firewarden.smart.approval.RevokedTokens;
import org.firewarden.smart.token.AccessTokenContent;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Verifies signature and header of an access token with the keys of the issuer that it names, if that is one of those that are trusted: an
 * allow-list of asymmetric algorithms, so that neither {@code none} nor a shared secret made of a public key passes (RFC 8725, sections 3.1
 * and 3.2), and the type {@code at+jwt}. External issuers may write {@code JWT} or nothing as the type, because Keycloak does; the audience
 * and their own claim {@code typ} still tell their id tokens apart. An issuer's keys are good for its own tokens only.
 */
final class AccessTokenDecoder {

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.RS384, JWSAlgorithm.ES384);

    private AccessTokenDecoder() {}

    /**
     * Of these issuers, for this audience.
     *
     * @param keys the keys by the exact issuer
     * @param isEmbedded true if the only issuer is our own
     */
    static JwtDecoder of(
            Map<String, JWKSource<SecurityContext>> keys,
            boolean isEmbedded,
            String audience,
            RevokedTokens revoked,
            Clock clock) {
        Map<String, JwtDecoder> signatures = new HashMap<>();
        keys.forEach((issuer, source) -> signatures.put(issuer, signatures(source, isEmbedded)));
        return new VerifiedTokens(
                token -> signatures
                        .getOrDefault(issuerOf(token), AccessTokenDecoder::refuse)
                        .decode(token),
                new AccessTokenRules(keys.keySet(), audience, revoked, clock),
                clock);
    }

    private static JwtDecoder signatures(JWKSource<SecurityContext> keys, boolean isEmbedded) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(types(isEmbedded)));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();
        verifiers.getJCAContext().setProvider(EcdsaVerification.provider());
        processor.setJWSVerifierFactory(verifiers);
        // The claims are judged by our own rules, with our own clock.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(token -> OAuth2TokenValidatorResult.success());
        return decoder;
    }

    /** What the token says, to find the keys; they then show whether it is so. */
    private static @Nullable String issuerOf(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet().getIssuer();
        } catch (ParseException e) {
            // Not a signed JWT, and so nobody's.
            return null;
        }
    }

    private static Jwt refuse(String token) {
        throw new BadJwtException("no trusted issuer");
    }

    private static Set<JOSEObjectType> types(boolean isEmbedded) {
        Set<JOSEObjectType> types = new HashSet<>();
        types.add(new JOSEObjectType(AccessTokenContent.TYPE));
        if (!isEmbedded) {
            types.add(JOSEObjectType.JWT);
            types.add(null);
        }
        return types;
    }
}
