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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.firewarden.access.Caller;
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
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/** Tokens of an authorization server elsewhere, whose keys are fetched over HTTP. */
class ExternalIssuerTest {

    private static final String ISSUER = "https://id.example.org/realms/hospital";
    private static final String NORTH = "https://id.example.org/realms/north";
    private static final String FHIR = "http://127.0.0.1:8080/fhir";

    @TempDir
    Path folder;

    private ECKey key;
    private ECKey northKey;
    private final Map<String, JWKSet> published = new ConcurrentHashMap<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private HttpServer issuer;
    private JwtDecoder decoder;

    @BeforeEach
    void start() throws IOException, JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("k-1").generate();
        northKey = new ECKeyGenerator(Curve.P_256).keyID("k-1").generate();
        published.put("/jwks", new JWKSet(key));
        published.put("/north", new JWKSet(northKey));
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/", exchange -> {
            fetches.incrementAndGet();
            byte[] keys = published
                    .getOrDefault(exchange.getRequestURI().getPath(), new JWKSet())
                    .toString(true)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        issuer.start();
        URI base = URI.create("http://127.0.0.1:" + issuer.getAddress().getPort());
        decoder = decoder(base.resolve("/jwks"), base.resolve("/north"));
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

    @Test
    void itsOtherTokensAreNotAccessTokensEvenForThisAudience() throws JOSEException {
        for (String type : List.of("ID", "Refresh", "Offline", "Logout")) {
            String token = token(key, "k-1", claims(ISSUER, FHIR).claim("typ", type));
            assertThatThrownBy(() -> decoder.decode(token)).as(type).isInstanceOf(BadJwtException.class);
        }
        assertThat(decoder.decode(token(key, "k-1", claims(ISSUER, FHIR).claim("typ", "Bearer"))))
                .isNotNull();
    }

    @Test
    void eachIssuerIsBelievedWithItsOwnKeysOnly() throws JOSEException {
        Jwt north = decoder.decode(token(northKey, "k-1", claims(NORTH, FHIR)));

        assertThat(north.getIssuer()).hasToString(NORTH);
        assertThatThrownBy(() -> decoder.decode(token(key, "k-1", claims(NORTH, FHIR))))
                .isInstanceOf(BadJwtException.class);
        assertThatThrownBy(() -> decoder.decode(token(northKey, "k-1", claims(ISSUER, FHIR))))
                .isInstanceOf(BadJwtException.class);
        for (String near : List.of(NORTH + "/", NORTH.toUpperCase(Locale.ROOT), "https://id.example.org/realms")) {
            assertThatThrownBy(() -> decoder.decode(token(northKey, "k-1", claims(near, FHIR))))
                    .as(near)
                    .isInstanceOf(BadJwtException.class);
        }
    }

    @Test
    void peopleOfTenantsAreOtherPeople() throws JOSEException {
        CallerConverter converter = new CallerConverter(FHIR, Map.of(NORTH, "north"));
        JWTClaimsSet.Builder claims =
                claims(NORTH, FHIR).claim("client_id", "app").claim("purpose_of_use", "TREAT");
        Caller caller = converter
                .convert(decoder.decode(token(northKey, "k-1", claims)))
                .caller();

        assertThat(caller.subject()).isEqualTo("north/alice");
        assertThat(caller.tenant()).isEqualTo("north");
        Jwt south = decoder.decode(token(northKey, "k-1", claims.claim("tenant", "south")));
        assertThatThrownBy(() -> converter.convert(south)).isInstanceOf(InvalidBearerTokenException.class);
    }

    @Test
    void newKeysAreFetchedWhenATokenNamesThemAndNotForEachUnknownName() throws JOSEException {
        decoder.decode(token(key, "k-1", claims(ISSUER, FHIR)));
        ECKey next = new ECKeyGenerator(Curve.P_256).keyID("k-2").generate();
        published.put("/jwks", new JWKSet(List.of(key, next)));

        assertThat(decoder.decode(token(next, "k-2", claims(ISSUER, FHIR))).getSubject())
                .isEqualTo("alice");
        int before = fetches.get();
        for (int i = 0; i < 50; i++) {
            String unknown = token(next, "unknown-" + i, claims(ISSUER, FHIR));
            assertThatThrownBy(() -> decoder.decode(unknown)).isInstanceOf(JwtException.class);
        }
        assertThat(fetches.get() - before).isLessThanOrEqualTo(2);
    }

    private JwtDecoder decoder(URI keys, URI northKeys) {
        Clock clock = Clock.systemUTC();
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(Clock.class, () -> clock);
            context.registerBean(
                    KeyRing.class, () -> KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), clock));
            context.registerBean(
                    SmartSettings.class,
                    () -> new SmartSettings(
                            URI.create("http://127.0.0.1:8080"),
                            ExternalIssuer.of(
                                    URI.create(ISSUER),
                                    keys,
                                    new ExternalIssuer.TenantIssuer("north", URI.create(NORTH), northKeys, null)),
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
        return token(key, "k-1", claims(iss, audience));
    }

    private static JWTClaimsSet.Builder claims(String iss, String audience) {
        return new JWTClaimsSet.Builder()
                .issuer(iss)
                .subject("alice")
                .audience(audience)
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    }

    private static String token(ECKey signer, String kid, JWTClaimsSet.Builder claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).build(), claims.build());
        token.sign(new ECDSASigner(signer));
        return token.serialize();
    }
}
