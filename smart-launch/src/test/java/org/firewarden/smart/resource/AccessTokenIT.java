package org.firewarden.smart.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.firewarden.smart.Requirement;
import org.firewarden.smart.SmartServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the resource server takes for an access token, and how it refuses the rest. */
class AccessTokenIT extends SmartServer {

    private static final JOSEObjectType AT_JWT = new JOSEObjectType("at+jwt");

    @Test
    void aGoodTokenIsLetIn() throws JOSEException {
        assertThat(getAs(sign(good().build()), FHIR + "/Patient").status()).isEqualTo(200);
    }

    @Test
    void withoutATokenTheAnswerIsAnOperationOutcomeThatSaysHowToCome() {
        Answer answer = get(FHIR + "/Patient/1", "X-Request-Id", "abc-1");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
        assertThat(answer.header("X-Request-Id")).isEqualTo("abc-1");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.json().get("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(answer.json().at("/issue/0/code").asText()).isEqualTo("login");
    }

    @Test
    @Requirement({77, 94, 265})
    void clocksMayDifferByAMinuteAndNoMore() throws JOSEException {
        Instant now = Instant.now();

        assertRefused(
                sign(good().expirationTime(Date.from(now.minusSeconds(90))).build()));
        assertThat(getAs(
                                sign(good().expirationTime(Date.from(now.minusSeconds(30)))
                                        .build()),
                                FHIR + "/Patient")
                        .status())
                .isEqualTo(200);
        assertRefused(sign(good().notBeforeTime(Date.from(now.plusSeconds(120))).build()));
        assertRefused(sign(good().expirationTime(null).build()));
    }

    @Test
    @Requirement({96})
    void aForeignIssuerOrAudienceIsRefused() throws JOSEException {
        assertRefused(sign(good().issuer("https://elsewhere.example").build()));
        assertRefused(sign(good().issuer(BASE + "/").build()));
        assertRefused(sign(good().audience("https://elsewhere.example/fhir").build()));
        assertRefused(sign(good().audience((String) null).build()));
    }

    @Test
    void anIdTokenIsNoAccessToken() throws JOSEException {
        assertRefused(sign(good().audience("demo-app").build(), JWSAlgorithm.RS256, JOSEObjectType.JWT));
        assertRefused(sign(good().build(), JWSAlgorithm.RS256, JOSEObjectType.JWT));
    }

    @Test
    void anUnsignedTokenIsRefused() {
        assertRefused(new PlainJWT(good().build()).serialize());
    }

    @Test
    void aTokenSignedWithThePublicKeyAsASecretIsRefused() throws JOSEException {
        byte[] secret = signingKey().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        SignedJWT token = new SignedJWT(header(JWSAlgorithm.HS256, AT_JWT), good().build());
        token.sign(new MACSigner(secret));

        assertRefused(token.serialize());
    }

    @Test
    void aForeignKeyIsRefusedEvenIfTheHeaderBringsItAlong() throws JOSEException {
        RSAKey foreign = new RSAKeyGenerator(2048).keyID("mine").generate();
        for (JWSHeader header : List.of(
                header(JWSAlgorithm.RS256, AT_JWT),
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(AT_JWT)
                        .jwk(foreign.toPublicJWK())
                        .build(),
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(AT_JWT)
                        .keyID(signingKey().getKeyID())
                        .jwkURL(URI.create("https://evil.example/jwks"))
                        .x509CertURL(URI.create("https://evil.example/x5u"))
                        .build(),
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(AT_JWT)
                        .keyID("../../etc/passwd")
                        .build())) {
            SignedJWT token = new SignedJWT(header, good().build());
            token.sign(new RSASSASigner(foreign));
            assertRefused(token.serialize());
        }
    }

    @Test
    void anAlgorithmThatIsNotOnTheListIsRefused() throws JOSEException {
        assertRefused(sign(good().build(), JWSAlgorithm.RS512, AT_JWT));
        assertRefused(sign(good().build(), JWSAlgorithm.PS256, AT_JWT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "a.b.c", "eyJhbGciOiJSUzI1NiJ9.e30.", "%%%", "x y"})
    void garbageIsRefused(String token) {
        assertRefused(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "client_id", "purpose_of_use"})
    void aTokenThatDoesNotSayWhoAsksAndWhyIsRefused(String claim) throws JOSEException {
        assertRefused(sign(good().claim(claim, null).build()));
    }

    @Test
    void aClaimOfTheWrongShapeMakesTheTokenNoGood() throws JOSEException {
        assertRefused(sign(good().claim("purpose_of_use", "FUN").build()));
        assertRefused(sign(good().claim("scope", List.of("user/*.rs")).build()));
        assertRefused(sign(good().claim("patient", "../1").build()));
        assertRefused(sign(good().claim("roles", "clinician").build()));
    }

    @Test
    void aTokenWithoutRolesHasNone() throws JOSEException {
        Answer answer = getAs(sign(good().claim("roles", null).build()), FHIR + "/Patient");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("roles")).isEmpty();
    }

    @Test
    void aTokenInTheAddressIsNotLookedAt() throws JOSEException {
        assertThat(get(FHIR + "/Patient?access_token=" + sign(good().build())).status())
                .isEqualTo(401);
    }

    @Test
    void metricsAreForTheAdministratorAndOtherActuatorsForNobody() {
        String root = post(BASE + "/demo/token", Map.of("user", "root"))
                .json()
                .get("access_token")
                .asText();
        String alice = demoToken("alice", "user/*.rs");

        assertThat(getAs(root, BASE + "/actuator/prometheus").status()).isEqualTo(200);
        assertThat(getAs(alice, BASE + "/actuator/prometheus").status()).isEqualTo(403);
        assertThat(get(BASE + "/actuator/prometheus").status()).isEqualTo(401);
        assertThat(getAs(root, BASE + "/actuator/env").status()).isEqualTo(403);
    }

    @Test
    void whatNobodyClaimedNeedsATokenAndIsNeverAPage() {
        for (String path : List.of("/", "/console", "/oauth2/device_authorization", "/userinfo", "/error")) {
            Answer answer = get(BASE + path, "Accept", "text/html");
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.json().get("resourceType").asText()).isEqualTo("OperationOutcome");
        }
    }

    @Test
    void whatIsOpenIsOpen() {
        for (String path : List.of("/fhir/metadata", "/cds-services", "/models/card")) {
            assertThat(get(BASE + path).status()).as(path).isEqualTo(200);
        }
        assertThat(post(BASE + "/cds-services", Map.of()).status()).isEqualTo(200);
        assertThat(post(FHIR + "/metadata", Map.of()).status()).isEqualTo(401);
        assertThat(get(FHIR + "/metadata/").status()).isEqualTo(401);
        assertThat(getAs("expired", FHIR + "/metadata").status()).isEqualTo(200);
    }

    @Test
    void theCharactersOfFhirAddressesPassTheFirewall() {
        String token = demoToken("alice", "user/*.rs");
        Stream.of(
                        "/Patient?identifier=https%3A%2F%2Fx%7C1",
                        "/Observation?code:in=a&value-quantity=lt5%7Chttp://unitsofmeasure.org%7Cmg",
                        "/Patient/1/$everything?_since=2024-01-01T00:00:00%2B01:00",
                        "/ValueSet/a%7C1.0/$expand",
                        "/Patient/1/_history/2",
                        "/$deidentify")
                .forEach(path ->
                        assertThat(getAs(token, FHIR + path).status()).as(path).isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Patient;x=1/1", "/Patient/%2e%2e/1", "//Patient", "/Patient%2F1", "/Patient/1%00"})
    void anAddressThatCanBeReadInTwoWaysIsRefusedAsMalformed(String path) {
        Answer answer = getAs(demoToken("alice", "user/*.rs"), FHIR + path);

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void aMalformedAddressIsAnsweredWithAnOperationOutcome() {
        Answer answer = get(FHIR + "/Patient;x=1/1");

        assertThat(answer.json().get("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(answer.json().at("/issue/0/details/coding/0/code").asText()).isEqualTo("malformed-request");
    }

    private void assertRefused(String token) {
        Answer answer = getAs(token, FHIR + "/Patient");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(answer.json().get("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(answer.json().at("/issue/0/details/text").asText()).isEqualTo("A valid access token is needed.");
    }

    private static JWTClaimsSet.Builder good() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(BASE)
                .subject("alice")
                .audience(FHIR)
                .issueTime(Date.from(now.minusSeconds(200)))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .jwtID("id-1")
                .claim("client_id", "some-app")
                .claim("scope", "user/*.rs")
                .claim("roles", List.of("clinician", "wizard"))
                .claim("purpose_of_use", "TREAT");
    }

    private String sign(JWTClaimsSet claims) throws JOSEException {
        return sign(claims, JWSAlgorithm.RS256, AT_JWT);
    }

    private String sign(JWTClaimsSet claims, JWSAlgorithm algorithm, JOSEObjectType type) throws JOSEException {
        SignedJWT token = new SignedJWT(header(algorithm, type), claims);
        token.sign(new RSASSASigner(signingKey()));
        return token.serialize();
    }

    private JWSHeader header(JWSAlgorithm algorithm, JOSEObjectType type) {
        return new JWSHeader.Builder(algorithm)
                .type(type)
                .keyID(signingKey().getKeyID())
                .build();
    }
}
