package org.firewarden.smart.signing;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import org.firewarden.crypto.KeyRing;
import org.firewarden.outbound.OutboundAnswer;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.smart.ExternalIssuer;
import org.firewarden.smart.SmartSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The keys that access tokens are checked with: our own, private halves included, for the embedded authorization server; the
 * public ones of the external issuer otherwise, cached for minutes and fetched again, at a limited rate, when a token names an
 * unknown key.
 */
@Configuration(proxyBeanMethods = false)
public class SigningConfiguration {

    private static final int LARGEST_KEY_SET_BYTES = 256 * 1024;

    @Bean
    JWKSource<SecurityContext> tokenKeys(
            SmartSettings settings,
            KeyRing keyRing,
            Clock clock,
            ObjectProvider<JdbcTemplate> jdbc,
            ObjectProvider<OutboundCalls> calls) {
        ExternalIssuer external = settings.external();
        return external == null
                ? new SigningKeys(
                        new StoredSigningKeys(jdbc.getObject(), keyRing),
                        settings.embedded().signingKeyRotation(),
                        clock)
                : remote(external.jwkSetUri(), calls.getObject());
    }

    /**
     * The keys of an authorization server elsewhere: kept for five minutes, fetched again before that when a token names an unknown key,
     * twice in half a minute at most.
     */
    public static JWKSource<SecurityContext> remote(URI jwkSet, OutboundCalls calls) {
        try {
            return JWKSourceBuilder.create(jwkSet.toURL(), address -> {
                        OutboundAnswer keys = calls.get(URI.create(address.toString()), LARGEST_KEY_SET_BYTES);
                        return new Resource(keys.body(), keys.contentType());
                    })
                    .retrying(true)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not the address of a JWK set: " + jwkSet, e);
        }
    }
}
