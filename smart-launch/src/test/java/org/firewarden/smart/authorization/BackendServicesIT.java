package org.firewarden.smart.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.Requirement;
import org.firewarden.smart.SmartServer;
import org.firewarden.smart.TestClients;
import org.firewarden.smart.TestDatabase;
import org.firewarden.smart.TestKeys;
import org.firewarden.smart.token.StoredReplays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SMART Backend Services with the demo's client, as real clients do it: no client_id field. */
class BackendServicesIT extends SmartServer {

    private static final String TOKEN = BASE + Endpoints.TOKEN;
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    @ParameterizedTest
    @Requirement({140, 142, 228, 240, 241, 249, 250, 253, 254, 255, 256, 257, 258, 260, 261, 262, 310, 335, 337})
    @ValueSource(strings = {"ES384", "RS384"})
    void aClientGetsATokenWithEitherOfItsKeys(String algorithm) {
        Answer answer = askWith(sign(algorithm, good()), "system/Patient.rs system/Observation.cruds");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.json().get("expires_in").asInt()).isBetween(298, 300);
        assertThat(answer.json().get("scope").asText().split(" ", -1))
                .containsExactlyInAnyOrder("system/Observation.cruds", "system/Patient.rs");
        assertThat(answer.json().has("refresh_token")).isFalse();
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("Pragma")).isEqualTo("no-cache");
        JsonNode caller = getAs(answer.json().get("access_token").asText(), FHIR + "/Patient")
                .json();
        assertThat(caller.get("subject").asText()).isEqualTo("demo-backend");
        assertThat(caller.get("client").asText()).isEqualTo("demo-backend");
        assertThat(caller.get("purpose").asText()).isEqualTo("HOPERAT");
        assertThat(caller.get("roles")).extracting(JsonNode::asText).containsExactly("interface-engine");
    }

    @Test
    @Requirement({241, 259})
    void scopesThatASystemCannotHaveFallAway() {
        Answer answer =
                askWith(sign("ES384", good()), "system/Patient.rs user/*.rs patient/*.rs openid offline_access");

        assertThat(answer.json().get("scope").asText()).isEqualTo("system/Patient.rs");
    }

    @Test
    @Requirement({250, 251, 252})
    void aClientThatIsGrantedNothingIsToldSo() {
        for (String scope : List.of("user/*.rs", "openid", "")) {
            assertError(askWith(sign("ES384", good()), scope), 400, "invalid_scope");
        }
    }

    @Test
    @Requirement({336, 340})
    void anAssertionIsGoodForOneUse() {
        String assertion = sign("ES384", good());

        assertThat(askWith(assertion, "system/*.rs").status()).isEqualTo(200);
        assertError(askWith(assertion, "system/*.rs"), 401, "invalid_client");
    }

    @Test
    void anAssertionLivesFiveMinutesAtMost() {
        Instant now = Instant.now();

        assertBad(good().expirationTime(Date.from(now.plusSeconds(600))));
        assertBad(good().expirationTime(Date.from(now.minusSeconds(60))));
        assertBad(good().expirationTime(null));
        assertBad(good().notBeforeTime(Date.from(now.plusSeconds(120))));
    }

    @Test
    @Requirement({335, 337, 340})
    void anAssertionIsFromTheClientForThisServerAndHasAnId() {
        assertBad(good().issuer("somebody-else"));
        assertBad(good().subject("somebody-else"));
        assertBad(good().audience("https://elsewhere.example/token"));
        assertBad(good().jwtID(null));
        assertBad(good().jwtID("x".repeat(300)));
        assertThat(askWith(sign("ES384", good().audience(BASE)), "system/*.rs").status())
                .isEqualTo(200);
    }

    @Test
    @Requirement({101, 248})
    void aBackendRefreshesNothing() {
        Map<String, String> form = form(sign("ES384", good()), "system/*.rs");
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", "x");

        assertError(post(TOKEN, form), 400, "unauthorized_client");
    }

    @Test
    @Requirement({296, 338, 339})
    void aClientThatPublishesItsKeysRotatesThem() {
        ECKey old = TestKeys.es384("old");
        ECKey young = TestKeys.es384("young");
        published().publish(TestClients.PUBLISHED, new JWKSet(List.of(old, young)), "no-store");
        assertThat(publishedBackend(old).status()).isEqualTo(200);
        published().publish(TestClients.PUBLISHED, new JWKSet(young), "no-store");

        assertThat(publishedBackend(young).status()).isEqualTo(200);
        assertError(publishedBackend(old), 401, "invalid_client");
    }

    private Answer publishedBackend(ECKey key) {
        return askWith(TestKeys.assertion(key, "published-backend", TOKEN), "system/*.rs");
    }

    @Test
    @Requirement({336})
    void aReplayIsRefusedOnAnotherNodeToo() {
        StoredReplays here = new StoredReplays(TestDatabase.jdbc(), Clock.systemUTC());
        StoredReplays there = new StoredReplays(TestDatabase.jdbc(), Clock.systemUTC());
        String id = UUID.randomUUID().toString();

        assertThat(here.isFirstUse("a", id, Instant.now().plusSeconds(60))).isTrue();
        assertThat(there.isFirstUse("a", id, Instant.now().plusSeconds(60))).isFalse();
        assertThat(there.isFirstUse("b", id, Instant.now().plusSeconds(60))).isTrue();
    }

    @Test
    @Requirement({338})
    void aForeignKeyIsRefusedAndItsAddressNotFetched() throws JOSEException {
        RSAKey foreign = new RSAKeyGenerator(2048).keyID("mine").generate();
        SignedJWT assertion = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS384)
                        .keyID("mine")
                        .jwk(foreign.toPublicJWK())
                        .jwkURL(URI.create("http://127.0.0.1:1/keys"))
                        .build(),
                good().build());
        assertion.sign(new RSASSASigner(foreign));

        assertError(askWith(assertion.serialize(), "system/*.rs"), 401, "invalid_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJkZW1vLWJhY2tlbmQifQ.", ""})
    void garbageIsRefusedInJson(String assertion) {
        Answer answer = askWith(assertion, "system/*.rs");

        assertThat(answer.status()).isIn(400, 401);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.json().get("error").asText()).isIn("invalid_client", "invalid_request");
    }

    @Test
    void aWrongTypeOfAssertionOrNoneAtAllIsRefusedInJsonEvenToABrowser() {
        Map<String, String> form = new HashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("scope", "system/*.rs");
        assertError(post(TOKEN, form, "Accept", "text/html"), 401, "invalid_client");
        form.put("client_assertion_type", "urn:elsewhere");
        form.put("client_assertion", sign("ES384", good()));
        assertError(post(TOKEN, form, "Accept", "text/html"), 401, "invalid_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "implicit", "urn:ietf:params:oauth:grant-type:token-exchange", "nonsense"})
    void otherGrantsAreNotSupported(String grant) {
        Map<String, String> form = form(sign("ES384", good()), "system/*.rs");
        form.put("grant_type", grant);

        assertError(post(TOKEN, form), 400, "unsupported_grant_type");
    }

    @Test
    void theClientIntrospectsAndRevokesItsToken() {
        String token = askWith(sign("ES384", good()), "system/Patient.rs")
                .json()
                .get("access_token")
                .asText();

        JsonNode active = introspect(token).json();
        assertThat(active.get("active").asBoolean()).isTrue();
        assertThat(active.get("scope").asText()).isEqualTo("system/Patient.rs");
        assertThat(active.get("client_id").asText()).isEqualTo("demo-backend");
        assertThat(active.get("exp").asLong()).isPositive();
        Map<String, String> form = form(sign("ES384", good()), "");
        form.put("token", token);
        assertThat(post(BASE + Endpoints.REVOKE, form).status()).isEqualTo(200);
        assertThat(introspect(token).json()).hasToString("{\"active\":false}");
        assertError(post(BASE + Endpoints.INTROSPECT, Map.of("token", token)), 401, "invalid_client");
    }

    private Answer introspect(String token) {
        Map<String, String> form = form(sign("RS384", good()), "");
        form.put("token", token);
        return post(BASE + Endpoints.INTROSPECT, form);
    }

    private void assertBad(JWTClaimsSet.Builder claims) {
        assertError(askWith(sign("ES384", claims), "system/*.rs"), 401, "invalid_client");
    }

    private static void assertError(Answer answer, int status, String error) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.json().get("error").asText()).isEqualTo(error);
    }

    private Answer askWith(String assertion, String scope) {
        return post(TOKEN, form(assertion, scope));
    }

    private static Map<String, String> form(String assertion, String scope) {
        Map<String, String> form = new HashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("scope", scope);
        form.put("client_assertion_type", TYPE);
        form.put("client_assertion", assertion);
        return form;
    }

    private static JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder()
                .issuer("demo-backend")
                .subject("demo-backend")
                .audience(TOKEN)
                .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                .jwtID(UUID.randomUUID().toString());
    }

    private String sign(String algorithm, JWTClaimsSet.Builder claims) {
        try {
            JWK key = JWKSet.load(dataDirectory().resolve("demo-backend.jwks").toFile()).getKeys().stream()
                    .filter(k -> k.getAlgorithm().getName().equals(algorithm))
                    .findFirst()
                    .orElseThrow();
            JWSSigner signer =
                    algorithm.startsWith("ES") ? new ECDSASigner(key.toECKey()) : new RSASSASigner(key.toRSAKey());
            SignedJWT assertion = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.parse(algorithm))
                            .keyID(key.getKeyID())
                            .build(),
                    claims.build());
            assertion.sign(signer);
            return assertion.serialize();
        } catch (IOException | ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
