package org.firewarden.smart.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.outbound.OutboundAnswer;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.smart.ExternalIssuer;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.signing.SigningConfiguration;
import org.firewarden.smart.web.ProblemResponses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** Tokens of an authorization server elsewhere, whose keys are fetched over HTTP. */
class ExternalIssuerTest {

    private static final String ISSUER = "https://id.example.org/realms/hospital";
    private static final String FHIR = "http://127.0.0.1:8080/fhir";

    @TempDir
    Path folder;

    private ECKey key;
    private HttpServer issuer;
    private JwtDecoder decoder;

    @BeforeEach
    void start() throws IOException, JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("k-1").generate();
        byte[] keys = new JWKSet(key).toString(true).getBytes(StandardCharsets.UTF_8);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/jwks", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        issuer.start();
        decoder = decoder(URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks"));
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    @Test
    void aTokenOfTheExternalIssuerIsGood() throws JOSEException {
        assertThat(decoder.decode(token(ISSUER, FHIR)).getSubject()).isEqualTo("alice");
    }

    @Test
    void itsIdTokensAndTheTokensOfOthersAreNot() {
        assertThatThrownBy(() -> decoder.decode(token(ISSUER, "some-app"))).isInstanceOf(BadJwtException.class);
        assertThatThrownBy(() -> decoder.decode(token("http://127.0.0.1:8080", FHIR)))
                .isInstanceOf(BadJwtException.class);
    }

    @Test
    void whileItsKeysCannotBeHadNoTokenIsCalledBad() {
        issuer.stop(0);

        assertThatThrownBy(() -> decoder.decode(token(ISSUER, FHIR)))
                .isInstanceOf(JwtException.class)
                .isNotInstanceOf(BadJwtException.class);
    }

    private JwtDecoder decoder(URI keys) {
        Clock clock = Clock.systemUTC();
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(Clock.class, () -> clock);
            context.registerBean(
                    KeyRing.class, () -> KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), clock));
            context.registerBean(
                    SmartSettings.class,
                    () -> new SmartSettings(
                            URI.create("http://127.0.0.1:8080"),
                            ExternalIssuer.of(URI.create(ISSUER), keys),
                            folder,
                            Duration.ofMinutes(5),
                            Set.of()));
            context.registerBean(ProblemResponses.class, ProblemResponses::new);
            context.registerBean(OutboundCalls.class, () -> (address, largest) -> {
                try (InputStream answer = address.toURL().openStream()) {
                    return new OutboundAnswer(
                            "application/json", new String(answer.readNBytes(largest), StandardCharsets.UTF_8));
                }
            });
            context.register(SigningConfiguration.class, ResourceServerConfiguration.class);
            context.refresh();
            return context.getBean(JwtDecoder.class);
        }
    }

    private String token(String iss, String audience) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k-1").build(),
                new JWTClaimsSet.Builder()
                        .issuer(iss)
                        .subject("alice")
                        .audience(audience)
                        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                        .build());
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }
}
