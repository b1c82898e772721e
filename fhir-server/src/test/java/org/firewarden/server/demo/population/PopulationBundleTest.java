package org.firewarden.server.demo.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How Synthea's Bundles become repeatable. */
class PopulationBundleTest {
    private static final String PATIENT = """
            {"fullUrl": "urn:uuid:aaaa", "resource": {"resourceType": "Patient", "id": "aaaa"},
             "request": {"method": "POST", "url": "Patient", "ifNoneExist": "identifier=x|y"}}""";
    private static final String ENCOUNTER = """
            {"fullUrl": "urn:uuid:bbbb",
             "resource": {"resourceType": "Encounter", "id": "bbbb",
               "subject": {"reference": "urn:uuid:aaaa", "display": "A Name"},
               "serviceProvider": {"reference": "Organization?identifier=https://x|7"},
               "participant": [{"individual": {"reference": "Practitioner?identifier=npi|unknown", "display": "Dr. B"}}]},
             "request": {"method": "POST", "url": "Encounter"}}""";
    private static final String HOSPITALS = """
            {"resourceType": "Bundle", "entry": [{"resource":
              {"resourceType": "Organization", "id": "h1", "identifier": [{"system": "https://x", "value": "7"}]}}]}""";

    @Test
    void eachEntryBecomesAnUpdateUnderItsOwnId() {
        JsonNode entries = repeatable(PATIENT, ENCOUNTER).path("entry");

        assertThat(entries.findValuesAsText("method")).containsExactly("PUT", "PUT");
        assertThat(entries.findValuesAsText("url")).containsExactly("Patient/aaaa", "Encounter/bbbb");
        assertThat(entries.findValues("ifNoneExist")).isEmpty();
        assertThat(entries.findValues("fullUrl")).isEmpty();
    }

    @Test
    void aBatchBecomesATransaction() {
        assertThat(PopulationBundle.repeatable(json(HOSPITALS), KnownIdentifiers.none())
                        .tree()
                        .path("type")
                        .asText())
                .isEqualTo("transaction");
    }

    @Test
    void aReferenceWithinTheBundleBecomesLiteral() {
        assertThat(encounter().path("subject")).isEqualTo(json("""
                {"reference": "Patient/aaaa", "display": "A Name"}"""));
    }

    @Test
    void aReferenceByIdentifierBecomesLiteral() {
        assertThat(encounter().at("/serviceProvider/reference").asText()).isEqualTo("Organization/h1");
    }

    @Test
    void aReferenceOutOfThePopulationBecomesLogical() {
        assertThat(encounter().at("/participant/0/individual")).isEqualTo(json("""
                {"display": "Dr. B", "identifier": {"system": "npi", "value": "unknown"}}"""));
        assertThat(repeatable(ENCOUNTER).at("/entry/0/resource/subject")).isEqualTo(json("""
                {"display": "A Name", "identifier": {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:aaaa"}}"""));
    }

    @Test
    void aLogicalReferenceToAKnownResourceIsGivenItsAddress() {
        JsonNode location = repeatable("""
                {"resource": {"resourceType": "Location", "id": "l1",
                  "identifier": [{"system": "https://x", "value": "7"}],
                  "managingOrganization": {"identifier": {"system": "https://x", "value": "7"}}}}""").at("/entry/0/resource");

        assertThat(location.at("/managingOrganization/reference").asText()).isEqualTo("Organization/h1");
        assertThat(location.at("/identifier/0").has("reference")).isFalse();
    }

    @Test
    void aRepeatableBundleStaysAsItIs() {
        JsonNode once = repeatable(PATIENT, ENCOUNTER);

        assertThat(PopulationBundle.repeatable(once, KnownIdentifiers.none()).tree())
                .isEqualTo(once);
    }

    @Test
    void theSourceIsNotChanged() {
        JsonNode source = bundle(PATIENT, ENCOUNTER);
        JsonNode before = source.deepCopy();

        PopulationBundle.repeatable(source, KnownIdentifiers.none());

        assertThat(source).isEqualTo(before);
    }

    @Test
    void aDecimalKeepsItsPrecision() {
        PopulationBundle bundle = PopulationBundle.repeatable(bundle("""
                {"resource": {"resourceType": "Observation", "id": "o1", "valueQuantity": {"value": 1.50}}}"""), KnownIdentifiers.none());

        assertThat(bundle.toJson()).contains("\"value\":1.50}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resource\": {\"resourceType\": \"Patient\"}}",
                "{\"resource\": {\"resourceType\": \"Patient\", \"id\": \"12345\"}}",
                "{\"resource\": {\"resourceType\": \"Patient\", \"id\": \"a/b\"}}",
                "{\"resource\": {\"id\": \"a\"}}",
                "{}"
            })
    void anEntryThatCannotBeUpdatedUnderAnIdIsRefused(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PopulationBundle.repeatable(bundle(entry), KnownIdentifiers.none()));
    }

    @Test
    void aResourceThatIsNoBundleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PopulationBundle.repeatable(json("{\"resourceType\": \"Patient\"}"), KnownIdentifiers.none()))
                .withMessageContaining("not a Bundle");
    }

    private static JsonNode encounter() {
        return repeatable(PATIENT, ENCOUNTER).at("/entry/1/resource");
    }

    private static JsonNode repeatable(String... entries) {
        return PopulationBundle.repeatable(bundle(entries), KnownIdentifiers.of(List.of(json(HOSPITALS))))
                .tree();
    }

    private static JsonNode bundle(String... entries) {
        return json("{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [" + String.join(",", entries)
                + "]}");
    }

    private static JsonNode json(String text) {
        try {
            return PopulationJson.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
