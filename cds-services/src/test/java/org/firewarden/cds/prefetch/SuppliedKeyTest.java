package org.firewarden.cds.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import org.firewarden.cds.HookRequirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CDS Hooks 2.0.1, Prefetch: what counts as supplied, and whose it is. */
class SuppliedKeyTest {

    private static final URI EHR = URI.create("https://ehr.example/fhir");

    @Test
    void anAbsentKeyIsNotSatisfiedAndANullSaysThatThereIsNothing() {
        PatientMatch match = new PatientMatch("17", EHR);
        assertThat(SuppliedKey.read(null, "Observation", match)).isInstanceOf(SuppliedKey.NotSatisfied.class);
        assertThat(read("null", "Observation")).isInstanceOf(SuppliedKey.Satisfied.class);
        assertThat(read("null", "Patient")).isInstanceOf(SuppliedKey.NotSatisfied.class);
    }

    @Test
    @HookRequirement(52)
    void aFailedQueryIsNotSatisfied() {
        String failure = """
                {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
                """;
        assertThat(read(failure, "Observation")).isInstanceOf(SuppliedKey.NotSatisfied.class);
        assertThat(read(bundleOf(failure), "Observation")).isInstanceOf(SuppliedKey.NotSatisfied.class);
    }

    @Test
    void aBundleThatGoesOnIsNotSatisfied() {
        String bundle = """
                {"resourceType": "Bundle", "link": [{"relation": "next", "url": "https://ehr.example/p2"}], "entry": []}
                """;
        assertThat(read(bundle, "Observation")).isInstanceOf(SuppliedKey.NotSatisfied.class);
    }

    @Test
    void thePatientInContextIsKnownByItsId() {
        assertThat(read("{\"resourceType\": \"Patient\", \"id\": \"17\"}", "Patient"))
                .isInstanceOf(SuppliedKey.Satisfied.class);
        assertThat(read("{\"resourceType\": \"Patient\", \"id\": \"18\"}", "Patient"))
                .isInstanceOf(SuppliedKey.OfAnotherPatient.class);
        assertThat(read("{\"resourceType\": \"Patient\"}", "Patient")).isInstanceOf(SuppliedKey.OfAnotherPatient.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Patient/17", "Patient/17/_history/3", "https://ehr.example/fhir/Patient/17", "urn:uuid:17"})
    void aReferenceToThePatientInContextIsOwn(String reference) {
        assertThat(read(bundleOf(observationOf(reference)), "Observation")).isInstanceOf(SuppliedKey.Satisfied.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient/18",
                "Patient/170",
                "XPatient/17",
                "Group/17",
                "#17",
                "",
                "https://ehr.example/fhir/Patient/18",
                "https://evil.example/fhir/Patient/17",
                "urn:uuid:2d6c0c2b-0b1c-4a4e-9d7a-1d9fd0d9a0aa"
            })
    void anyOtherReferenceIsAnotherPatients(String reference) {
        assertThat(read(bundleOf(observationOf(reference)), "Observation"))
                .isInstanceOf(SuppliedKey.OfAnotherPatient.class);
    }

    @Test
    void aResourceThatNamesNobodyIsAnotherPatients() {
        assertThat(read(bundleOf("{\"resourceType\": \"Observation\"}"), "Observation"))
                .isInstanceOf(SuppliedKey.OfAnotherPatient.class);
    }

    @Test
    void aUrnCountsIfTheEhrSentThePatientUnderIt() {
        String urn = "urn:uuid:2d6c0c2b-0b1c-4a4e-9d7a-1d9fd0d9a0aa";
        String bundle = """
                {"resourceType": "Bundle", "entry": [
                  {"fullUrl": "%s", "resource": {"resourceType": "Patient", "id": "17"}},
                  {"resource": %s}]}
                """.formatted(urn, observationOf(urn));
        assertThat(read(bundle, "Observation"))
                .isInstanceOfSatisfying(
                        SuppliedKey.Satisfied.class,
                        satisfied -> assertThat(satisfied.resources()).hasSize(1));
    }

    @Test
    void anIncludedResourceOfAnotherPatientIsRefusedAndAnyOtherIsLeftOut() {
        String foreign = "{\"resourceType\": \"Condition\", \"subject\": {\"reference\": \"Patient/18\"}}";
        assertThat(read(bundleOf(foreign), "Observation")).isInstanceOf(SuppliedKey.OfAnotherPatient.class);
        String practitioner = "{\"resourceType\": \"Practitioner\", \"id\": \"1\"}";
        assertThat(read(bundleOf(practitioner), "Observation"))
                .isInstanceOfSatisfying(
                        SuppliedKey.Satisfied.class,
                        satisfied -> assertThat(satisfied.resources()).isEmpty());
    }

    @Test
    void aResourceOfAnotherTypeIsMalformed() {
        assertThat(read(observationOf("Patient/17"), "Patient")).isInstanceOf(SuppliedKey.Malformed.class);
        assertThat(read("{\"resourceType\": \"Bundle\", \"entry\": [{\"resource\": 7}]}", "Observation"))
                .isInstanceOf(SuppliedKey.Malformed.class);
    }

    private static String observationOf(String reference) {
        return "{\"resourceType\": \"Observation\", \"subject\": {\"reference\": \"" + reference + "\"}}";
    }

    private static String bundleOf(String resource) {
        return "{\"resourceType\": \"Bundle\", \"entry\": [{\"resource\": " + resource + "}]}";
    }

    private static SuppliedKey read(String json, String type) {
        try {
            JsonNode value = new ObjectMapper().readTree(json);
            PatientMatch match = new PatientMatch("17", EHR);
            match.learnUrns(value);
            return SuppliedKey.read(value, type, match);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
