package org.firewarden.smart.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import java.util.Map;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.TestKeys;
import org.junit.jupiter.api.Test;

/** Tokens that are bound to a key (RFC 9449), if the app sends a proof. */
class PossessionIT extends AppLaunch {

    private static final String SCOPE = "launch/patient patient/*.rs offline_access";

    private final ECKey key = TestKeys.es256("dpop");

    @Test
    void aBoundTokenPassesWithAProofOfItsKeyOnly() {
        JsonNode json = bound();
        String token = text(json, "access_token");
        assertThat(text(json, "token_type")).isEqualTo("DPoP");
        String patient = FHIR + "/Patient";

        assertThat(with(token, "DPoP", TestKeys.proof(key, "GET", patient, token)))
                .isEqualTo(200);
        assertThat(fhir(token)).isEqualTo(401);
        assertThat(with(token, "Bearer", TestKeys.proof(key, "GET", patient, token)))
                .isEqualTo(401);
        assertThat(get(patient, "Authorization", "DPoP " + token).status()).isEqualTo(401);
        assertThat(with(token, "DPoP", TestKeys.proof(TestKeys.es256("x"), "GET", patient, token)))
                .isEqualTo(401);
        assertThat(with(token, "DPoP", TestKeys.proof(key, "POST", patient, token)))
                .isEqualTo(401);
        assertThat(with(token, "DPoP", TestKeys.proof(key, "GET", FHIR + "/Task", token)))
                .isEqualTo(401);
        assertThat(with(token, "DPoP", TestKeys.proof(key, "GET", patient, "another")))
                .isEqualTo(401);
        assertThat(with(token, "DPoP", TestKeys.proof(key, "GET", patient, null)))
                .isEqualTo(401);
        String once = TestKeys.proof(key, "GET", patient, token);
        assertThat(with(token, "DPoP", once)).isEqualTo(200);
        assertThat(with(token, "DPoP", once)).isEqualTo(401);
    }

    @Test
    void aBearerTokenIsNotPassedOffAsBound() {
        String token = demoToken("alice", "user/*.rs");

        assertThat(with(token, "DPoP", TestKeys.proof(key, "GET", FHIR + "/Patient", token)))
                .isEqualTo(401);
    }

    @Test
    void itsRefreshTokenIsBoundToo() {
        String refresh = text(bound(), "refresh_token");
        assertThat(refresh("demo-app", refresh, Map.of()).json().get("error").asText())
                .isEqualTo("invalid_dpop_proof");
        assertThat(refresh(
                                "demo-app",
                                refresh,
                                Map.of(),
                                "DPoP",
                                TestKeys.proof(TestKeys.es256("x"), "POST", TOKEN, null))
                        .status())
                .isEqualTo(400);

        Answer answer = refresh("demo-app", refresh, Map.of(), "DPoP", TestKeys.proof(key, "POST", TOKEN, null));

        assertThat(text(answer.json(), "token_type")).isEqualTo("DPoP");
        assertThat(introspect(text(answer.json(), "access_token"))
                        .at("/cnf/jkt")
                        .asText())
                .isEqualTo(thumbprint());
    }

    @Test
    void aCodeThatIsBoundToAKeyNeedsIt() {
        Map<String, String> request = request("demo-app", SCOPE);
        request.put("dpop_jkt", thumbprint());
        String code = codeOf(launched("pat", request).submit(Map.of("action", "allow")));

        assertThat(redeem("demo-app", code).json().get("error").asText()).isEqualTo("invalid_dpop_proof");
    }

    @Test
    void aProofThatIsNoGoodIsNotIgnored() {
        String code = code("pat", "demo-app", SCOPE);

        assertThat(redeem("demo-app", code, "DPoP", "garbage")
                        .json()
                        .get("error")
                        .asText())
                .isEqualTo("invalid_dpop_proof");
    }

    private JsonNode bound() {
        return redeem("demo-app", code("pat", "demo-app", SCOPE), "DPoP", TestKeys.proof(key, "POST", TOKEN, null))
                .json();
    }

    private String thumbprint() {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private int with(String token, String scheme, String proof) {
        return get(FHIR + "/Patient", "Authorization", scheme + " " + token, "DPoP", proof)
                .status();
    }
}
