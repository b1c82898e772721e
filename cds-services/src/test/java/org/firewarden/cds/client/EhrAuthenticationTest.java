package org.firewarden.cds.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.firewarden.cds.HookRequirement;
import org.firewarden.cds.settings.CdsClientSettings;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.outbound.OutboundAnswer;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.phi.Phi;
import org.junit.jupiter.api.Test;

/** CDS Hooks 2.0.1, Trusting CDS Clients. */
class EhrAuthenticationTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final URI CALLED = URI.create("https://cds.example/cds-services/prevent-cvd-risk");

    private static final OutboundCalls NOBODY = new OutboundCalls() {
        @Override
        public OutboundAnswer get(URI address, int largest) {
            throw new AssertionError("keys that were handed over are never fetched");
        }

        @Override
        public OutboundAnswer get(URI address, int largest, Phi<String> token) {
            return get(address, largest);
        }
    };

    private final SigningEhr ehr = new SigningEhr("https://ehr.example", CLOCK);
    private final SigningEhr stranger = new SigningEhr("https://ehr.example", CLOCK);
    private final EhrAuthentication authentication = authenticationOf(ehr.settings());

    @Test
    void aGoodTokenIsGenuine() {
        assertThat(verify(ehr.token(CALLED))).isEqualTo("genuine");
    }

    @Test
    void anAudienceMayBeOneOfAnArray() {
        assertThat(verify(claims(c -> c.audience(List.of("https://other.example", CALLED.toString())))))
                .isEqualTo("genuine");
    }

    @Test
    @HookRequirement(205)
    void anRs384TokenIsGenuine() throws JOSEException {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("r1").generate();
        JWTClaimsSet claims = goodClaims().build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS384)
                        .type(JOSEObjectType.JWT)
                        .keyID("r1")
                        .build(),
                claims);
        token.sign(new RSASSASigner(rsa));
        CdsClientSettings settings =
                CdsClientSettings.of("https://ehr.example", new JWKSet(rsa.toPublicJWK()).toString());
        assertThat(authenticationOf(settings).verify(token.serialize(), new CalledUrl(CALLED)))
                .isInstanceOf(EhrAuthentication.Verdict.Genuine.class);
    }

    @Test
    @HookRequirement(201)
    void anUnsignedTokenIsRefused() {
        assertThat(verify(new PlainJWT(goodClaims().build()).serialize())).isEqualTo("malformed");
    }

    @Test
    @HookRequirement({203, 207})
    void aTokenMacedWithThePublicKeyIsRefused() throws JOSEException {
        byte[] publicKey = ehr.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(JOSEObjectType.JWT)
                        .keyID("k1")
                        .build(),
                goodClaims().build());
        token.sign(new MACSigner(publicKey));
        assertThat(verify(token.serialize())).isEqualTo("algorithm");
    }

    @Test
    void aTokenOfAnotherKeyUnderTheSameIdIsRefused() {
        assertThat(verify(stranger.token(CALLED))).isEqualTo("signature");
    }

    @Test
    void aKeyInTheTokenItselfIsNotUsed() {
        String token = stranger.token(CALLED, h -> h.jwk(stranger.key().toPublicJWK()), c -> c);
        assertThat(verify(token)).isEqualTo("signature");
    }

    @Test
    void anUnknownKeyIdIsRefused() {
        assertThat(verify(header(h -> h.keyID("k2")))).isEqualTo("key");
        assertThat(verify(header(h -> h.keyID(null)))).isEqualTo("key");
    }

    @Test
    @HookRequirement(195)
    void anUnknownIssuerIsRefused() {
        assertThat(verify(claims(c -> c.issuer("https://evil.example")))).isEqualTo("key");
        assertThat(verify(claims(c -> c.issuer(null)))).isEqualTo("key");
    }

    @Test
    void aTokenOfAnotherTypeIsRefused() {
        assertThat(verify(header(h -> h.type(new JOSEObjectType("at+jwt"))))).isEqualTo("type");
        assertThat(verify(header(h -> h.type(null)))).isEqualTo("type");
    }

    @Test
    @HookRequirement(199)
    void aForeignKeySetUrlIsRefusedAndTheRegisteredOneIsNot() {
        URI registered = URI.create("https://ehr.example/jwks.json");
        String named = header(h -> h.jwkURL(registered));
        assertThat(verify(named)).isEqualTo("key-set-url");
        CdsClientSettings withUrl = new CdsClientSettings("https://ehr.example", ehr.jwks(), registered, null);
        assertThat(authenticationOf(withUrl).verify(named, new CalledUrl(CALLED)))
                .isInstanceOf(EhrAuthentication.Verdict.Genuine.class);
    }

    @Test
    void anotherAudienceIsRefused() {
        assertThat(verify(claims(c -> c.audience("https://cds.example/cds-services/other"))))
                .isEqualTo("audience");
        assertThat(verify(claims(c -> c.audience("https://cds.example/cds-services"))))
                .isEqualTo("audience");
        assertThat(verify(claims(c -> c.audience(List.of())))).isEqualTo("audience");
    }

    @Test
    void anExpiredTokenIsRefused() {
        assertThat(verify(claims(c -> c.expirationTime(at(Duration.ZERO))))).isEqualTo("expiry");
        assertThat(verify(claims(c -> c.expirationTime(null)))).isEqualTo("expiry");
    }

    @Test
    void aTokenThatLivesLongerThanFiveMinutesIsRefused() {
        assertThat(verify(claims(c -> c.expirationTime(at(Duration.ofSeconds(301))))))
                .isEqualTo("expiry");
    }

    @Test
    void aTokenFromTheFutureIsRefusedBeyondAMinuteOfSkew() {
        assertThat(verify(claims(c -> c.issueTime(at(Duration.ofSeconds(61)))))).isEqualTo("issue-time");
        assertThat(verify(claims(c -> c.issueTime(at(Duration.ofSeconds(59)))))).isEqualTo("genuine");
        assertThat(verify(claims(c -> c.issueTime(null)))).isEqualTo("issue-time");
    }

    @Test
    void aTokenWithoutAnIdIsRefused() {
        assertThat(verify(claims(c -> c.jwtID(null)))).isEqualTo("id");
        assertThat(verify(claims(c -> c.jwtID("x".repeat(256))))).isEqualTo("id");
    }

    @Test
    void aTokenIsTakenOnce() {
        String token = ehr.token(CALLED);
        assertThat(verify(token)).isEqualTo("genuine");
        assertThat(verify(token)).isEqualTo("replay");
    }

    @Test
    void aRefusedTokenDoesNotUseUpItsId() {
        String id = UUID.randomUUID().toString();
        assertThat(verify(stranger.token(CALLED, h -> h, c -> c.jwtID(id)))).isEqualTo("signature");
        assertThat(verify(claims(c -> c.jwtID(id)))).isEqualTo("genuine");
    }

    @Test
    void aTokenOfAnotherTenantIsRefused() {
        CdsClientSettings ofNorth = new CdsClientSettings("https://ehr.example", ehr.jwks(), null, "north");
        EhrAuthentication strict = authenticationOf(ofNorth);
        assertThat(codeOf(strict.verify(ehr.token(CALLED), new CalledUrl(CALLED))))
                .isEqualTo("tenant");
        assertThat(codeOf(strict.verify(claims(c -> c.claim("tenant", "north")), new CalledUrl(CALLED))))
                .isEqualTo("genuine");
    }

    @Test
    void whatIsNoTokenIsRefused() {
        assertThat(verify("")).isEqualTo("malformed");
        assertThat(verify("a.b.c")).isEqualTo("malformed");
        assertThat(verify("eyJhbGciOiJFUzM4NCJ9.e30.")).isEqualTo("malformed");
    }

    private String header(UnaryOperator<JWSHeader.Builder> change) {
        return ehr.token(CALLED, change, c -> c);
    }

    private String claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return ehr.token(CALLED, h -> h, change);
    }

    private static JWTClaimsSet.Builder goodClaims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://ehr.example")
                .audience(CALLED.toString())
                .issueTime(at(Duration.ZERO))
                .expirationTime(at(Duration.ofMinutes(5)))
                .jwtID(UUID.randomUUID().toString());
    }

    private static Date at(Duration fromNow) {
        return Date.from(NOW.plus(fromNow));
    }

    private String verify(String token) {
        return codeOf(authentication.verify(token, new CalledUrl(CALLED)));
    }

    private static String codeOf(EhrAuthentication.Verdict verdict) {
        return verdict instanceof EhrAuthentication.Verdict.Refused refused
                ? refused.reason().code()
                : "genuine";
    }

    private static EhrAuthentication authenticationOf(CdsClientSettings client) {
        CdsSettings settings = new CdsSettings(URI.create("https://cds.example"), List.of(client));
        return new EhrAuthentication(settings, new RememberingGuard(), NOBODY, CLOCK);
    }
}
