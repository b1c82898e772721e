package org.firewarden.deid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Bundle with a name, dates and addresses in the places where real records hide them. */
final class OddPlacesTest {

    @TempDir
    Path folder = Path.of("");

    private String output() throws IOException {
        try (InputStream in = OddPlacesTest.class.getResourceAsStream("odd-places.json");
                EngineFixture engine = new EngineFixture(folder)) {
            assertThat(in).isNotNull();
            return engine.bundle(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void nothingThatIdentifiesComesOut() throws IOException {
        assertThat(output())
                .doesNotContainIgnoringCase("zeb")
                .doesNotContain(
                        "WmVi", "9999999999", "0aa1c0de", "42.4242", "05901", "02-29", "04-05", "1901", "114350")
                .doesNotContain("display", "/77", "<div xmlns=\"http://www.w3.org/1999/xhtml\" ");
    }

    @Test
    void whatIsUsefulComesOut() throws IOException {
        JsonNode entries = new ObjectMapper().readTree(output()).path("entry");
        JsonNode patient = entries.at("/0/resource");
        assertThat(patient.path("birthDate").asText()).isEqualTo("1960");
        assertThat(patient.at("/address/0").toString()).isEqualTo("{\"state\":\"Vermont\",\"postalCode\":\"000\"}");
        assertThat(patient.at("/extension/0/extension/0/valueCoding/code").asText())
                .isEqualTo("2054-5");
        assertThat(patient.at("/extension/1/valueCode").asText()).isEqualTo("F");
        assertThat(patient.at("/communication/0/language/coding/0/code").asText())
                .isEqualTo("en-US");
        JsonNode observation = entries.at("/2/resource");
        assertThat(observation.at("/code/coding")).hasSize(1);
        assertThat(observation.at("/effectivePeriod").toString()).isEqualTo("{\"start\":\"2023\",\"end\":\"2024\"}");
        assertThat(output())
                .contains(
                        "{\"value\":120.00,\"unit\":\"mm[Hg]\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mm[Hg]\"}");
        assertThat(entries).hasSize(6);
        assertThat(entries.at("/4/resource").fieldNames()).toIterable().containsOnly("resourceType", "meta");
    }

    @Test
    void theGraphStaysClosed() throws IOException {
        JsonNode entries = new ObjectMapper().readTree(output()).path("entry");
        String patient = "Patient/" + entries.at("/0/resource/id").asText();
        String practitioner = "Practitioner/" + entries.at("/1/resource/id").asText();
        JsonNode observation = entries.at("/2/resource");
        assertThat(entries.at("/0/fullUrl").asText()).endsWith("/" + patient);
        assertThat(observation.at("/subject/reference").asText()).isEqualTo(patient);
        assertThat(observation.at("/performer")).hasSize(3);
        assertThat(observation.at("/performer/0/reference").asText()).isEqualTo(practitioner);
        assertThat(observation.at("/performer/1/reference").asText()).isEqualTo(practitioner);
        assertThat(observation.at("/performer/2/reference").asText()).isEqualTo(practitioner);
        assertThat(observation.at("/contained")).hasSize(1);
        assertThat(observation.at("/focus/0/reference").asText())
                .isEqualTo("#" + observation.at("/contained/0/id").asText());
        assertThat(entries.at("/3/resource/result/0/reference").asText())
                .isEqualTo("Observation/" + observation.at("/id").asText());
        assertThat("Patient/" + entries.at("/5/resource/entry/0/resource/id").asText())
                .isEqualTo(patient);
    }

    @Test
    void aWordDoesNotPassForAUnit() throws IOException {
        for (String word : new String[] {"JohnSmith", "SMITH", "[Mares]", "kg.Mares", "6175551234", "m617555"}) {
            String observation = """
                    {"resourceType": "Observation", "id": "o", "status": "final",
                     "code": {"coding": [{"system": "http://unitsofmeasure.org", "code": "%1$s"}]},
                     "valueQuantity": {"value": 5, "unit": "%1$s", "system": "http://unitsofmeasure.org", "code": "%1$s"}}
                    """.formatted(word);
            try (EngineFixture engine = new EngineFixture(folder.resolve(Integer.toString(word.hashCode())))) {
                assertThat(engine.bundle(
                                "{\"resourceType\": \"Bundle\", \"type\": \"collection\", \"entry\": [{\"resource\": "
                                        + observation + "}]}"))
                        .contains("\"value\":5")
                        .doesNotContain(word);
            }
        }
    }
}
