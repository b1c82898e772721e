package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack class 9, tokens: what was altered, is of another make, or asks for more than it says is refused. */
@Control({"164.312(d)", "164.312(a)(1)"})
class TokenAttackIT {

    private static String token() {
        return Client.anonymous()
                .form("/demo/token", Map.of("user", "pat", "scope", "patient/*.rs"))
                .json()
                .path("access_token")
                .asText();
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode part(String token, int index) {
        String json = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]), StandardCharsets.UTF_8);
        try {
            return (ObjectNode) Client.JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void refused(String token) {
        for (String path : List.of("/fhir/Patient/demo-pat", "/fhir/Patient", "/cds-services/prevent-cvd-risk")) {
            Answer answer = path.startsWith("/cds")
                    ? Client.with(token).post(path, "application/json", "{}")
                    : Client.with(token).get(path);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.body()).doesNotContain("demo-pat");
        }
    }

    @Test
    void anAlteredTokenIsNone() {
        String token = token();
        String[] parts = token.split("\\.", -1);
        assertThat(Client.with(token).get("/fhir/Patient/demo-pat").status()).isEqualTo(200);

        refused(parts[0] + "."
                + encode(part(token, 1).put("patient", "demo-prevent").toString()) + "." + parts[2]);
        refused(parts[0] + "."
                + encode(part(token, 1).put("scope", "user/*.cruds").toString()) + "." + parts[2]);
        refused(parts[0] + "." + parts[1] + ".");
        refused(parts[0] + "." + parts[1]);
        refused(token + "A");
    }

    @Test
    void aTokenOfAnotherMakeIsNone() {
        String token = token();
        String[] parts = token.split("\\.", -1);
        for (String algorithm : List.of("none", "None", "NONE", "HS256", "HS384")) {
            ObjectNode header = part(token, 0).put("alg", algorithm);
            refused(encode(header.toString()) + "." + parts[1] + "." + (algorithm.startsWith("HS") ? parts[2] : ""));
        }
        for (String place : List.of("jku", "x5u")) {
            refused(encode(part(token, 0).put(place, "http://127.0.0.1:1/jwks").toString()) + "." + parts[1] + "."
                    + parts[2]);
        }
        refused(encode(part(token, 0).put("kid", "../../dev/null").toString()) + "." + parts[1] + "." + parts[2]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATIENT/*.rs",
                "patient/*.RS",
                "patient/*.sr",
                "patient/Observation.read.write",
                "patient/observation.rs",
                "patient/Observation.rs?",
                "patient/Observation.rs?category",
                "patient/*.rs\u200b",
                "patient\u2215*.rs",
                "system/../user/*.rs"
            })
    void aScopeThatIsNoneOpensNothing(String scope) {
        Answer granted = Client.anonymous().form("/demo/token", Map.of("user", "pat", "scope", scope));
        if (granted.status() == 200) {
            Client pat = Client.with(granted.json().path("access_token").asText());
            assertThat(pat.get("/fhir/Observation?_count=1").status()).as(scope).isIn(401, 403);
            assertThat(pat.get("/fhir/Patient/demo-pat").status()).as(scope).isIn(401, 403, 404);
        } else {
            assertThat(granted.status()).as(granted::body).isIn(400, 401, 403);
        }
    }

    @Test
    void theContextOfOnePatientIsNotSwappedForAnother() {
        Client pat = Client.with(token());
        for (String path : List.of(
                "/fhir/Patient/demo-prevent?patient=demo-pat",
                "/fhir/Observation?patient=demo-prevent",
                "/fhir/Observation?patient=demo-pat&patient=demo-prevent",
                "/fhir/Observation?subject=Patient/demo-prevent&patient=demo-pat",
                "/fhir/Patient/demo-prevent/$everything")) {
            assertThat(pat.get(path).body())
                    .as(path)
                    .doesNotContain("\"id\":\"demo-prevent\"", "Patient/demo-prevent\"}");
        }
    }
}
