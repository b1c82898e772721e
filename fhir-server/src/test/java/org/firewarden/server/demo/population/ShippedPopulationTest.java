package org.firewarden.server.demo.population;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the demo and its tests rely on in the shipped population. */
class ShippedPopulationTest {
    private static final LocalDate SHIPPING_DAY = LocalDate.of(2026, 11, 21);
    private static final PopulationIndex INDEX = PopulationIndex.shipped();
    private static final List<PopulationBundle> BUNDLES =
            Population.shipped().bundles().toList();
    private static final Map<String, JsonNode> RESOURCES = resources();

    private static Map<String, JsonNode> resources() {
        Map<String, JsonNode> resources = new LinkedHashMap<>();
        for (PopulationBundle bundle : BUNDLES) {
            for (JsonNode entry : bundle.tree().path("entry")) {
                JsonNode twin = resources.put(entry.at("/request/url").asText(), entry.path("resource"));
                assertThat(twin).isNull();
            }
        }
        return resources;
    }

    @Test
    void theFilesAreAlreadyRepeatable() {
        assertThat(Stream.concat(
                                Stream.of(INDEX.practices().file()),
                                INDEX.patients().stream().map(PopulationIndex.PatientFile::file))
                        .map(name -> new PopulationFile.Shipped(name).read()))
                .containsExactlyElementsOf(
                        BUNDLES.stream().map(PopulationBundle::tree).toList());
    }

    @Test
    void aStrictParserFindsNothingToObjectTo() {
        IParser strict = FhirContext.forR4Cached().newJsonParser().setParserErrorHandler(new StrictErrorHandler());

        assertThat(BUNDLES)
                .allSatisfy(bundle -> assertThat(strict.parseResource(Bundle.class, bundle.toJson())
                                .getEntry())
                        .hasSize(bundle.resourceCount()));
    }

    @Test
    void patientsAreManyAndDiffer() {
        assertThat(of("Patient")).hasSameSizeAs(INDEX.patients()).hasSizeGreaterThanOrEqualTo(12);
        assertThat(of("Patient").map(p -> p.path("gender").asText())).contains("female", "male");
        assertThat(of("Patient").map(p -> p.at("/address/0/state").asText()).distinct())
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(of("Patient").map(p -> age(p) / 10).distinct()).hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    void theIndexCountsWhatIsThere() {
        assertThat(BUNDLES).hasSize(Population.shipped().size());
        assertThat(BUNDLES.stream().map(PopulationBundle::resourceCount).skip(1))
                .containsExactlyElementsOf(INDEX.patients().stream()
                        .map(PopulationIndex.PatientFile::resources)
                        .toList());
        assertThat(RESOURCES).hasSize(INDEX.resources()).hasSizeLessThanOrEqualTo(3_500);
    }

    @Test
    void eachReferencePointsToAResourceThatWasLoadedBeforeOrTogether() {
        Set<String> loaded = new HashSet<>();
        for (PopulationBundle bundle : BUNDLES) {
            loaded.addAll(bundle.tree().path("entry").findValuesAsText("url").stream()
                    .filter(RESOURCES::containsKey)
                    .toList());
            assertThat(references(bundle)).isNotEmpty().isSubsetOf(loaded);
        }
    }

    @Test
    void noIdentifierOfAPractitionerIsUsedTwice() {
        assertThat(of("Practitioner").map(p -> KnownIdentifiers.token(p.at("/identifier/0"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void namesHoldNoDigits() {
        assertThat(Stream.concat(of("Patient"), of("Practitioner"))
                        .map(person -> person.path("name").toString()))
                .isNotEmpty()
                .noneMatch(name -> name.chars().anyMatch(Character::isDigit));
    }

    @Test
    void patientsKeepTheIdentifiersThatDeidentificationMustRemove() {
        assertThat(of("Patient").map(p -> p.path("identifier").findValuesAsText("code")))
                .allMatch(codes -> codes.containsAll(List.of("MR", "SS")));
    }

    @Test
    void theFilesAreSmall() throws IOException {
        long bytes = 0;
        for (String name : INDEX.fileNames()) {
            try (InputStream file = new PopulationFile.Shipped(name).open()) {
                bytes += file.readAllBytes().length;
            }
        }
        assertThat(bytes).isLessThanOrEqualTo(3L << 20);
    }

    /** Ranges of PREVENT: Khan et al., Circulation 2024;149:430-449, supplement. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"2093-3,130,320", "2085-9,20,100", "8480-6,90,180", "39156-5,18.5,39.9", "33914-3,15,140"})
    void thePreventPatientHasEachMeasurementOfThePastTwoYearsWithinItsRange(
            String loinc, BigDecimal least, BigDecimal most) {
        assertThat(measurements(loinc).filter(ShippedPopulationTest::isRecent))
                .isNotEmpty()
                .allSatisfy(m ->
                        assertThat(m.at("/valueQuantity/value").decimalValue()).isBetween(least, most));
    }

    @Test
    void thePreventPatientIsOfAnAgeThatTheModelCoversForYearsAndSaysWhetherHeSmokes() {
        assertThat(age(patient(INDEX.special().prevent()))).isBetween(40, 69);
        assertThat(measurements("72166-2").filter(ShippedPopulationTest::isRecent))
                .isNotEmpty()
                .allSatisfy(m -> assertThat(
                                m.at("/valueCodeableConcept/coding/0/system").asText())
                        .isEqualTo("http://snomed.info/sct"));
    }

    @Test
    void thePreventPatientHasNoCardiovascularDisease() {
        assertThat(ofPatient("Condition", INDEX.special().prevent())
                        .map(c -> c.at("/code/text").asText().toLowerCase(Locale.ROOT)))
                .isNotEmpty()
                .noneMatch(
                        text -> text.matches(
                                ".*(ischemi|infarct|heart|coronary|stroke|cerebrovasc|atrial|bypass|angina|arterial disease).*"));
    }

    @Test
    void thePreventPatientPermitsResearch() {
        assertThat(ofPatient("Consent", INDEX.special().prevent()))
                .singleElement()
                .satisfies(consent -> {
                    assertThat(consent.path("status").asText()).isEqualTo("active");
                    assertThat(consent.at("/provision/type").asText()).isEqualTo("permit");
                    assertThat(consent.at("/provision/purpose/0/code").asText()).isEqualTo("HRESCH");
                });
    }

    @Test
    void oneConsentDeniesWithoutNamingAnActor() {
        assertThat(ofPatient("Consent", INDEX.special().denied()))
                .singleElement()
                .satisfies(consent -> {
                    assertThat(consent.path("status").asText()).isEqualTo("active");
                    assertThat(consent.at("/scope/coding/0/code").asText()).isEqualTo("patient-privacy");
                    assertThat(consent.at("/provision/type").asText()).isEqualTo("deny");
                    assertThat(consent.path("provision").has("actor")).isFalse();
                });
    }

    @Test
    void onePatientIsOlderThan89() {
        assertThat(age(patient(INDEX.special().over89()))).isGreaterThan(89);
    }

    @Test
    void thePatientWhoSignsInHasARecord() {
        assertThat(ofPatient("Observation", INDEX.special().pat())).isNotEmpty();
    }

    @Test
    void aliceWorksWhereThePreventPatientGoesAndCodyElsewhere() {
        String practice = patient(INDEX.special().prevent())
                .at("/generalPractitioner/0/reference")
                .asText();

        assertThat(RESOURCES).containsKey(practice);
        assertThat(practiceOf("alice")).isEqualTo(practice);
        assertThat(practiceOf("cody"))
                .isNotEqualTo(practice)
                .isEqualTo(patient(INDEX.special().pat())
                        .at("/generalPractitioner/0/reference")
                        .asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "cody", "rita", "audrey", "max", "sofia"})
    void thePeopleBehindTheSignInsAreThere(String user) {
        assertThat(RESOURCES).containsKey("Practitioner/" + user);
    }

    private static String practiceOf(String user) {
        return json("PractitionerRole/" + user).at("/organization/reference").asText();
    }

    private static Stream<JsonNode> of(String type) {
        return RESOURCES.values().stream()
                .filter(r -> r.path("resourceType").asText().equals(type));
    }

    private static Stream<JsonNode> ofPatient(String type, String id) {
        return of(type).filter(r -> r.findValuesAsText("reference").contains("Patient/" + id));
    }

    /** Observations of the PREVENT patient, and components of one, by LOINC code; each with its date. */
    private static Stream<JsonNode> measurements(String loinc) {
        return ofPatient("Observation", INDEX.special().prevent())
                .flatMap(o -> Stream.concat(
                        Stream.of(o),
                        Stream.iterate(0, i -> o.path("component").has(i), i -> i + 1)
                                .map(i -> dated(o.path("component").get(i), o))))
                .filter(m -> m.at("/code/coding/0/code").asText().equals(loinc));
    }

    private static JsonNode dated(JsonNode component, JsonNode observation) {
        return PopulationJson.MAPPER
                .createObjectNode()
                .put("effectiveDateTime", observation.path("effectiveDateTime").asText())
                .setAll((ObjectNode) component);
    }

    private static boolean isRecent(JsonNode measurement) {
        return measurement
                        .path("effectiveDateTime")
                        .asText()
                        .compareTo(SHIPPING_DAY.minusYears(2).toString())
                > 0;
    }

    private static Set<String> references(PopulationBundle bundle) {
        return new HashSet<>(bundle.tree().findValuesAsText("reference"));
    }

    private static JsonNode patient(String id) {
        return json("Patient/" + id);
    }

    private static JsonNode json(String literal) {
        JsonNode resource = RESOURCES.get(literal);
        if (resource == null) {
            throw new AssertionError("No " + literal);
        }
        return resource;
    }

    private static int age(JsonNode patient) {
        return Period.between(LocalDate.parse(patient.path("birthDate").asText()), SHIPPING_DAY)
                .getYears();
    }
}
