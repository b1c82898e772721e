package org.firewarden.deid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ages over 89 in each way that they can be expressed: 45 CFR 164.514(b)(2)(i)(C). */
final class AgeOver89Test {

    @TempDir
    Path folder = Path.of("");

    private JsonNode resources(String... resources) throws IOException {
        try (EngineFixture engine = new EngineFixture(folder)) {
            return engine.resources(resources);
        }
    }

    private JsonNode resource(String resource) throws IOException {
        return resources(resource).path(0).path("resource");
    }

    private static String patient(String rest) {
        return "{\"resourceType\":\"Patient\",\"id\":\"1\"," + rest + "}";
    }

    private static String event(String date) {
        return "{\"effectiveDateTime\":\"" + date
                + "\",\"resourceType\":\"Observation\",\"subject\":{\"reference\":\"Patient/1\"}}";
    }

    @Test
    void aBirthYearStaysUpTo89() throws Exception {
        JsonNode entries = resources(patient("\"birthDate\":\"1931-05-05\""), event("2020-05-04"));
        assertThat(entries.at("/0/resource/birthDate").asText()).isEqualTo("1931");
        assertThat(entries.at("/1/resource/effectiveDateTime").asText()).isEqualTo("2020");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1929-05-05", "1929-05", "1929"})
    void aBirthYearThatTellsAnAgeOver89IsGone(String birthDate) throws Exception {
        JsonNode entries =
                resources(event("2020-05-04"), patient("\"birthDate\":\"" + birthDate + "\""), event("1930-01-01"));
        assertThat(entries.at("/1/resource").has("birthDate")).isFalse();
        assertThat(entries.at("/0/resource/effectiveDateTime").asText()).isEqualTo("2020");
        // Ninety years before the last event: together they would tell the age.
        assertThat(entries.at("/2/resource").has("effectiveDateTime")).isFalse();
    }

    @Test
    void aDeathOver89BecomesThatThePatientDied() throws Exception {
        JsonNode patient = resource(patient("\"birthDate\":\"1930\",\"deceasedDateTime\":\"2023-02-03\""));
        assertThat(patient.path("deceasedBoolean").asBoolean()).isTrue();
        assertThat(patient.has("deceasedDateTime")).isFalse();
        assertThat(patient.has("birthDate")).isFalse();
    }

    @Test
    void whoDiedAtFiftyKeepsBothYears() throws Exception {
        JsonNode patient = resource(
                patient(
                        "\"meta\":{\"lastUpdated\":\"2024-01-01T00:00:00Z\"},\"birthDate\":\"1880\",\"deceasedDateTime\":\"1930\""));
        assertThat(patient.path("birthDate").asText()).isEqualTo("1880");
        assertThat(patient.path("deceasedDateTime").asText()).isEqualTo("1930");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"value\":93,\"unit\":\"a\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"a\"}",
                "{\"value\":90.0,\"unit\":\"years\"}",
                "{\"value\":1100,\"system\":\"http://unitsofmeasure.org\",\"code\":\"mo\"}",
                "{\"value\":4750,\"system\":\"http://unitsofmeasure.org\",\"code\":\"wk\"}",
                "{\"value\":33000,\"system\":\"http://unitsofmeasure.org\",\"code\":\"d\"}",
                "{\"value\":89,\"comparator\":\">\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"a\"}",
                "{\"value\":95}"
            })
    void anAgeOver89BecomesNinetyOrMore(String age) throws Exception {
        JsonNode onset = resource("{\"resourceType\":\"Condition\",\"onsetAge\":" + age + "}")
                .path("onsetAge");
        assertThat(onset.path("value").asInt()).isEqualTo(90);
        assertThat(onset.path("comparator").asText()).isEqualTo(">=");
    }

    @Test
    void anAgeOf89Stays() throws Exception {
        String age = "{\"value\":89,\"unit\":\"a\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"a\"}";
        assertThat(resource("{\"resourceType\":\"Condition\",\"onsetAge\":" + age + "}")
                        .path("onsetAge")
                        .toString())
                .isEqualTo(age);
    }

    @Test
    void anAgeAsAPlainNumberBesideAnAgeCodeIsGone() throws Exception {
        String code = "\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"30525-0\"}]}";
        assertThat(resource("{\"resourceType\":\"Observation\",\"valueInteger\":93," + code + "}")
                        .has("valueInteger"))
                .isFalse();
        assertThat(resource("{\"resourceType\":\"Observation\",\"valueInteger\":63," + code + "}")
                        .path("valueInteger")
                        .asInt())
                .isEqualTo(63);
    }
}
