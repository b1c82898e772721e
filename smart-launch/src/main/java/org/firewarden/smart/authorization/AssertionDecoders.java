package org.firewarden.smart.authorization;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.SmartSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Verifies client assertions with the keys of the registration, RS384 or ES384 (SMART App Launch 2.2, Client authentication:
 * asymmetric). The header's {@code jku}, {@code jwk} and {@code x5u} are never followed: what a stranger can write into a
 * header must not choose the key.
 */
final class AssertionDecoders implements JwtDecoderFactory<RegisteredClient> {

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS384, JWSAlgorithm.ES384);

    private final Map<String, JwtDecoder> decoders = new ConcurrentHashMap<>();
    private final Set<String> audiences;
    private final AssertionReplays replays;
    private final Clock clock;

    AssertionDecoders(SmartSettings settings, AssertionReplays replays, Clock clock) {
        String base = settings.publicBaseUrl().toString();
        this.audiences = Set.of(base, base + Endpoints.TOKEN, base + Endpoints.INTROSPECT, base + Endpoints.REVOKE);
        this.replays = replays;
        this.clock = clock;
    }

    @Override
    public JwtDecoder createDecoder(RegisteredClient client) {
        return decoders.computeIfAbsent(client.getId(), id -> build(client));
    }

    private JwtDecoder build(RegisteredClient client) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                ALGORITHMS, new ImmutableJWKSet<>(BackendRights.of(client).keys())));
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(new AssertionRules(client.getClientId(), audiences, replays, clock));
        return decoder;
    }
}
