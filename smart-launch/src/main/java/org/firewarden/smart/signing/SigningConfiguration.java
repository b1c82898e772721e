package org.firewarden.smart.signing;

import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.time.Clock;
import org.firewarden.crypto.KeyRing;
import org.firewarden.smart.ExternalIssuer;
import org.firewarden.smart.SmartSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The keys that access tokens are checked with: our own, private halves included, for the embedded authorization server; the
 * public ones of the external issuer otherwise, cached for minutes and fetched again, at a limited rate, when a token names an
 * unknown key.
 */
@Configuration(proxyBeanMethods = false)
public class SigningConfiguration {

    private static final int TIMEOUT_MILLISECONDS = 2_000;
    private static final int LARGEST_KEY_SET_BYTES = 256 * 1024;

    @Bean
    JWKSource<SecurityContext> tokenKeys(SmartSettings settings, KeyRing keyRing, Clock clock) {
        ExternalIssuer external = settings.external();
        return external == null
                ? new ImmutableJWKSet<>(new SigningKeys(settings.dataDirectory(), keyRing, clock).openOrCreate())
                : remote(external);
    }

    private static JWKSource<SecurityContext> remote(ExternalIssuer external) {
        try {
            return JWKSourceBuilder.create(
                            external.jwkSetUri().toURL(),
                            new DefaultResourceRetriever(
                                    TIMEOUT_MILLISECONDS, TIMEOUT_MILLISECONDS, LARGEST_KEY_SET_BYTES))
                    .retrying(true)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not the address of a JWK set: " + external.jwkSetUri(), e);
        }
    }
}
