package org.firewarden.deid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.release.Expert;
import org.firewarden.deid.engine.release.ReleaseTerms;
import org.firewarden.deid.engine.release.TermsException;
import org.firewarden.deid.engine.structure.R4Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same record under each of the shipped policies. */
final class ThreePoliciesTest {

    private static final String PATIENT = """
            {"resourceType":"Patient","id":"p1","birthDate":"1961-03-04","name":[{"family":"Zebedee"}],
             "identifier":[{"system":"http://h.example/mrn","value":"M-17"}],
             "address":[{"line":["7 Elm St"],"city":"Quincy","district":"Norfolk","state":"MA","postalCode":"02169-1234","country":"US"}]}""";
    private static final String ENCOUNTER = """
            {"resourceType":"Encounter","id":"e1","subject":{"reference":"Patient/p1","display":"Zebedee"},
             "participant":[{"individual":{"reference":"Practitioner?identifier=http://hl7.org/fhir/sid/us-npi%7C99999"}}],
             "period":{"start":"2020-02-28T23:30:00-05:00","end":"2020-03"}}""";
    private static final String OBSERVATION = """
            {"effectiveDateTime":"2020-02-29","issued":"2020-03-01T10:00:00.123Z","resourceType":"Observation","id":"o1",
             "encounter":{"reference":"Encounter/e1"},"subject":{"reference":"Patient/p1"}}""";
    private static final String PRACTITIONER = """
            {"resourceType":"Practitioner","id":"d1","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"99999"}]}""";
    private static final String IMAGING = """
            {"resourceType":"ImagingStudy","id":"i1","subject":{"reference":"Patient/p1"},
             "series":[{"uid":"1.2.840.99.1234","instance":[{"uid":"1.2.840.99.1234.1"}]}]}""";

    @TempDir
    Path folder = Path.of("");

    private JsonNode record(String policy, String project) throws IOException {
        try (EngineFixture engine = new EngineFixture(folder, policy, project)) {
            return engine.resources(PATIENT, ENCOUNTER, OBSERVATION, PRACTITIONER, IMAGING);
        }
    }

    @Test
    void aLimitedDataSetKeepsDatesCityAndZipAndNoDirectIdentifier() throws IOException {
        JsonNode entries = record("limited-data-set", "default");
        JsonNode patient = entries.at("/0/resource");
        assertThat(patient.path("birthDate").asText()).isEqualTo("1961-03-04");
        assertThat(patient.at("/address/0").toString())
                .isEqualTo("{\"city\":\"Quincy\",\"postalCode\":\"02169-1234\",\"state\":\"MA\",\"country\":\"US\"}");
        assertThat(entries.at("/1/resource/period/start").asText()).isEqualTo("2020-02-28T23:30:00-05:00");
        assertThat(entries.at("/2/resource/issued").asText()).isEqualTo("2020-03-01T10:00:00.123Z");
        assertThat(entries.toString()).doesNotContain("Zebedee", "Elm", "Norfolk", "M-17", "99999", "1.2.840.99");
        assertThat(entries.at("/0/resource/meta/security/0/code").asText()).isEqualTo("REDACTED");
    }

    @Test
    void aLimitedDataSetKeepsAgesOver89() throws IOException {
        try (EngineFixture engine = new EngineFixture(folder, "limited-data-set", "default")) {
            JsonNode entries = engine.resources(
                    "{\"resourceType\":\"Patient\",\"id\":\"1\",\"birthDate\":\"1920-05-05\"}",
                    "{\"resourceType\":\"Condition\",\"subject\":{\"reference\":\"Patient/1\"},\"recordedDate\":\"2020-01-02\","
                            + "\"onsetAge\":{\"value\":93,\"unit\":\"a\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"a\"}}");
            assertThat(entries.at("/0/resource/birthDate").asText()).isEqualTo("1920-05-05");
            assertThat(entries.at("/1/resource/onsetAge/value").asInt()).isEqualTo(93);
        }
    }

    @Test
    void underExpertDeterminationAllDatesOfAPatientMoveByOneNumberOfDays() throws IOException {
        JsonNode entries = record("expert-determination", "default");
        String effective = entries.at("/2/resource/effectiveDateTime").asText();
        long days = ChronoUnit.DAYS.between(LocalDate.parse("2020-02-29"), LocalDate.parse(effective));
        assertThat(days).isBetween(-365L, -1L);
        assertThat(OffsetDateTime.parse(entries.at("/1/resource/period/start").asText()))
                .isEqualTo(OffsetDateTime.parse("2020-02-28T23:30:00-05:00").plusDays(days));
        assertThat(entries.at("/2/resource/issued").asText())
                .isEqualTo(LocalDate.parse("2020-03-01").plusDays(days) + "T10:00:00.123Z");
        assertThat(entries.at("/1/resource/period/end").asText())
                .isEqualTo(
                        LocalDate.parse("2020-03-15").plusDays(days).toString().substring(0, 7));
        assertThat(record("expert-determination", "default")).isEqualTo(entries);
    }

    @Test
    void anotherProjectHasOtherTokensAndAnotherShift() throws IOException {
        Set<String> dates = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (String project : new String[] {"default", "a", "b", "c"}) {
            JsonNode entries = record("expert-determination", project);
            dates.add(entries.at("/2/resource/effectiveDateTime").asText());
            ids.add(entries.at("/0/resource/id").asText());
        }
        for (String policy : new String[] {"safe-harbor", "limited-data-set"}) {
            ids.add(record(policy, "a").at("/0/resource/id").asText());
        }
        assertThat(ids).hasSize(6);
        assertThat(dates).hasSizeGreaterThan(1);
    }

    @Test
    void whoseVaultIsLostGetsTheSameKeyedIdsAgain() throws IOException {
        String id = record("expert-determination", "a").at("/0/resource/id").asText();
        Files.delete(folder.resolve("vault.log"));
        Files.delete(folder.resolve("vault.mark"));
        assertThat(record("expert-determination", "a").at("/0/resource/id").asText())
                .isEqualTo(id);
    }

    @Test
    void aConditionalReferenceBecomesTheReferenceThatItStandsFor() throws IOException {
        for (String policy : Policy.shipped()) {
            JsonNode entries = record(policy, "default");
            assertThat(entries.at("/1/resource/participant/0/individual/reference")
                            .asText())
                    .isEqualTo("Practitioner/" + entries.at("/3/resource/id").asText());
        }
    }

    @Test
    void dicomUidsBecomeUidsThatSayNothing() throws IOException {
        JsonNode series = record("expert-determination", "default").at("/4/resource/series/0");
        assertThat(series.path("uid").asText()).matches("2\\.25\\.\\d{1,39}");
        assertThat(series.at("/instance/0/uid").asText()).matches("2\\.25\\.\\d{1,39}");
    }

    @Test
    void noShiftedDateLiesInTheFuture() throws IOException {
        try (EngineFixture engine = new EngineFixture(folder, "expert-determination", "default")) {
            JsonNode goal = engine.resource(
                    "{\"resourceType\":\"Goal\",\"id\":\"g\",\"startDate\":\"2026-11-01\",\"target\":[{\"dueDate\":\"2031-01-01\"}]}");
            assertThat(goal.has("startDate")).isTrue();
            assertThat(goal.toString()).doesNotContain("203", "dueDate");
        }
    }

    @Test
    void aPatientAloneLosesEachAttributeByWhichHeCouldBeTold() throws IOException {
        JsonNode patient = record("expert-determination", "default").at("/0/resource");
        assertThat(patient.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("resourceType", "meta", "id", "identifier", "address");
        assertThat(patient.path("address").toString()).isEqualTo("[{\"country\":\"US\"}]");
    }

    @Test
    void termsThatLackWhatThePolicyDemandsAreRefused() {
        Policy limited = Policy.shipped("limited-data-set", R4Structure.load()).orElseThrow();
        ReleaseTerms terms = ReleaseTerms.asOf(LocalDate.of(2026, 1, 1));
        assertThatThrownBy(() -> terms.withDataUseAgreement(" ").require(limited))
                .isInstanceOf(TermsException.class)
                .hasMessageContaining("164.514(e)(4)");
        assertThatThrownBy(() -> terms.withDataUseAgreement("D")
                        .withExpert(new Expert("E", "S", LocalDate.of(2025, 12, 31)))
                        .require(limited))
                .isInstanceOf(TermsException.class)
                .hasMessageContaining("expired");
        terms.withDataUseAgreement("D").require(limited);
    }
}
