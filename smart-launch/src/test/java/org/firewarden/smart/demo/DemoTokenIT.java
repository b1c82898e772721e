package org.firewarden.smart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.firewarden.smart.SmartServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo's token address: each user's ceiling, purposes and patient context. */
class DemoTokenIT extends SmartServer {

    private static final String EVERYTHING = "openid user/*.cruds patient/*.cruds system/*.cruds launch/patient";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "alice,  user/*.cruds,       clinician,              TREAT,   Practitioner/alice,  -",
                "cody,   user/*.cruds,       clinician,              TREAT,   Practitioner/cody,   -",
                "pat,    patient/*.rs,       patient,                PATRQT,  Patient/pat-1,       pat-1",
                "rita,   user/*.rs,          researcher,             HRESCH,  Practitioner/rita,   -",
                "audrey, user/AuditEvent.rs user/Task.rus, auditor privacy-officer, HOPERAT, Practitioner/audrey, -",
                "max,    user/Device.crus user/DocumentReference.rs, ml-engineer, HOPERAT, Practitioner/max, -",
                "sofia,  user/Device.rus user/DocumentReference.rs, safety-officer, HOPERAT, Practitioner/sofia, -",
                "loader, system/*.cruds,     interface-engine,       HOPERAT, -,                   -"
            })
    void whoAsksForEverythingGetsTheOwnCeiling(
            String user,
            String scope,
            String roles,
            String purpose,
            @Nullable String fhirUser,
            @Nullable String patient) {
        Answer answer = post(BASE + "/demo/token", Map.of("user", user, "scope", EVERYTHING));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("scope").asText()).isEqualTo(scope);
        assertThat(text(answer.json(), "patient")).isEqualTo(patient);
        JsonNode caller = getAs(answer.json().get("access_token").asText(), FHIR + "/Patient")
                .json();
        assertThat(caller.get("subject").asText()).isEqualTo(user);
        assertThat(caller.get("client").asText()).isEqualTo("demo-curl");
        assertThat(caller.get("scopes").asText()).isEqualTo(scope);
        assertThat(caller.get("purpose").asText()).isEqualTo(purpose);
        assertThat(text(caller, "fhirUser")).isEqualTo(fhirUser);
        assertThat(text(caller, "patient")).isEqualTo(patient);
        assertThat(caller.get("roles")).extracting(JsonNode::asText).containsExactly(roles.split(" ", -1));
        assertThat(caller.get("tokenId").asText()).isNotBlank();
    }

    @Test
    void theAnswerIsThatOfATokenEndpoint() {
        Answer answer = post(BASE + "/demo/token", Map.of("user", "alice", "scope", "user/Patient.rs"));

        assertThat(answer.json().get("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.json().get("expires_in").asInt()).isEqualTo(300);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("Pragma")).isEqualTo("no-cache");
        assertThat(answer.json().get("scope").asText()).isEqualTo("user/Patient.rs");
    }

    @Test
    void purposeAndStrengthOfSignInCanBeChosen() {
        Answer answer = post(
                BASE + "/demo/token",
                Map.of("user", "alice", "scope", "user/*.rs", "purpose", "ETREAT", "acr", "urn:mfa"));

        JsonNode caller = getAs(answer.json().get("access_token").asText(), FHIR + "/Patient")
                .json();
        assertThat(caller.get("purpose").asText()).isEqualTo("ETREAT");
        assertThat(caller.get("acr").asText()).isEqualTo("urn:mfa");
    }

    @Test
    void aClinicianWorksInTheContextOfThePatientThatWasChosen() {
        Answer answer = post(BASE + "/demo/token", Map.of("user", "alice", "scope", "patient/*.rs", "patient", "p-7"));

        assertThat(answer.json().get("patient").asText()).isEqualTo("p-7");
        assertThat(answer.json().get("scope").asText()).isEqualTo("patient/*.rs");
    }

    @Test
    void theAdministratorGetsATokenThatReachesNoResource() {
        Answer answer = post(BASE + "/demo/token", Map.of("user", "root"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("scope").asText()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "user=rita&scope=user/*.cud,                        invalid_scope",
        "user=alice&scope=openid,                           invalid_scope",
        "user=alice&scope=patient/*.rs,                     invalid_scope",
        "user=root&scope=user/*.rs,                         invalid_scope",
        "user=alice,                                        invalid_scope",
        "user=mallory&scope=user/*.rs,                      invalid_grant",
        "scope=user/*.rs,                                   invalid_request",
        "user=alice&scope=user/*.rs&purpose=HRESCH,         invalid_request",
        "user=alice&scope=user/*.rs&purpose=FUN,            invalid_request",
        "user=pat&scope=patient/*.rs&patient=other,         invalid_request",
        "user=rita&scope=user/*.rs&patient=p-7,             invalid_request",
        "user=alice&scope=user/*.rs&acr=a b,                invalid_request"
    })
    void whatCannotBeGrantedIsRefusedWithTheCodeOfTheRfc(String form, String error) {
        Answer answer = post(BASE + "/demo/token", fields(form));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").asText()).isEqualTo(error);
        assertThat(answer.json().get("error_description").asText()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "user=rita&scope=user/*.cud;              user/*.rs",
                "user=alice&scope=patient/*.rs;           patient/*.cruds user/*.cruds",
                "user=alice&scope=patient/*.rs;           needs the form field patient",
                "user=root&scope=user/*.rs;               without scopes",
                "user=alice&scope=user/*.rs&purpose=FUN;  'ETREAT, HOPERAT, HPAYMT, TREAT'",
                "user=pat&scope=patient/*.rs&patient=p-2; pat-1",
                "user=mallory&scope=user/*.rs;            'alice, cody, rita, audrey, max, sofia, pat, loader, bill, quinn, mira, root'",
                "scope=user/*.rs;                         'alice, cody, rita, audrey, max, sofia, pat, loader, bill, quinn, mira, root'"
            })
    void aRefusalSaysWhatWouldHaveBeenGranted(String form, String advice) {
        String description = post(BASE + "/demo/token", fields(form))
                .json()
                .get("error_description")
                .asText();

        assertThat(description).contains(advice).matches("[ !#-\\[\\]-~]+").doesNotContain("mallory", "FUN", "p-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS"})
    void anyOtherMethodIsToldToPost(String method) {
        Answer answer = request(method, BASE + "/demo/token");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.json().get("error").asText()).isEqualTo("invalid_request");
    }

    @Test
    void aPageWhoseNameWasReboundToThisMachineGetsNoToken() {
        Answer answer = post(
                BASE.replace("localhost", "127.0.0.2") + "/demo/token", Map.of("user", "alice", "scope", "user/*.rs"));

        assertThat(answer.status()).isEqualTo(403);
    }

    private static Map<String, String> fields(String form) {
        return Arrays.stream(form.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).asText() : null;
    }
}
