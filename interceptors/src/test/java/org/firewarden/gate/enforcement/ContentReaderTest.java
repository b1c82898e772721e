package org.firewarden.gate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.Set;
import org.firewarden.access.CodedValue;
import org.firewarden.access.ResourceContent;
import org.firewarden.access.ResourceFacts;
import org.firewarden.gate.decision.ConsentPeriod;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a resource for Consents. */
class ContentReaderTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final CodedValue SYSTOLIC = new CodedValue("http://loinc.org", "8480-6");
    private static final CodedValue HIV = new CodedValue("http://snomed.info/sct", "86406008");

    private static Resource resource(String json) {
        return (Resource) FHIR.newJsonParser().parseResource(json.replace('\'', '"'));
    }

    private static final String OBSERVATION = """
            {'resourceType': 'Observation', 'id': 'o1',
             'meta': {'versionId': '1', 'profile': ['http://example.org/p'],
                      'tag': [{'system': 'urn:tag', 'code': 't'}],
                      'security': [{'system': 'urn:label', 'code': 'l'}]},
             'contained': [{'resourceType': 'Condition', 'id': 'c', 'code': {'coding': [
               {'system': 'http://snomed.info/sct', 'code': '86406008'}]}, 'recorder': {'reference': 'Practitioner/inner'}}],
             'extension': [{'url': 'urn:x', 'valueReference': {'reference': 'Group/g'}}],
             'identifier': [{'type': {'coding': [{'system': 'urn:id', 'code': 'MR'}]}}],
             'code': {'coding': [{'system': 'http://loinc.org', 'code': '8480-6'}]},
             'subject': {'reference': 'Patient/a'},
             'encounter': {'reference': 'Encounter/e/_history/2'},
             'performer': [{'reference': 'Practitioner/x'}],
             'effectiveDateTime': '2026-03',
             'valueCodeableConcept': {'coding': [{'system': 'urn:value', 'code': 'v'}]},
             'component': [{'code': {'coding': [{'system': 'urn:component', 'code': 'c'}]}}]}
            """;

    @Test
    void whatIsAboutItIsToldFromWhatElseStandsInIt() {
        ResourceContent content = ContentReader.read(resource(OBSERVATION));

        assertThat(content.codes()).containsExactlyInAnyOrder(SYSTOLIC, new CodedValue("urn:component", "c"));
        assertThat(content.furtherCodes())
                .containsExactlyInAnyOrder(HIV, new CodedValue("urn:value", "v"), new CodedValue("urn:id", "MR"));
        assertThat(content.references())
                .containsExactlyInAnyOrder(
                        "Patient/a", "Encounter/e", "Practitioner/x", "Practitioner/inner", "Group/g");
        assertThat(content.authors()).containsExactly("Practitioner/x");
        assertThat(content.profiles()).containsExactly("http://example.org/p");
        assertThat(content.innerTypes()).containsExactly("Condition");
        assertThat(content.start()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(content.end()).isEqualTo("2026-04-01T00:00:00Z");
    }

    @Test
    void thePartsOfAProcedureTellItsAuthors() {
        ResourceContent content = ContentReader.read(resource("""
                {'resourceType': 'Procedure', 'performer': [{'actor': {'reference': 'Practitioner/x'}}],
                 'asserter': {'reference': 'PractitionerRole/y'}, 'subject': {'reference': 'Patient/a'}}
                """));

        assertThat(content.authors()).containsExactlyInAnyOrder("Practitioner/x", "PractitionerRole/y");
        assertThat(content.hasTime()).isFalse();
    }

    @Test
    void theEntriesOfABundleAreWithinIt() {
        ResourceContent content = ContentReader.read(
                resource("{'resourceType': 'Bundle', 'entry': [{'resource': " + OBSERVATION + "}]}"));

        assertThat(content.innerTypes()).containsExactlyInAnyOrder("Observation", "Condition");
        assertThat(content.codes()).isEmpty();
        assertThat(content.furtherCodes()).contains(SYSTOLIC, HIV);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'resourceType': 'Condition', 'onsetDateTime': '2020-05' | 2020-05-01T00:00:00Z |
            'resourceType': 'Condition', 'onsetDateTime': '2020', 'abatementDateTime': '2021-06-30' | 2020-01-01T00:00:00Z | 2021-07-01T00:00:00Z
            'resourceType': 'Condition', 'onsetString': 'as a child', 'recordedDate': '2020-05-05' | 2020-05-05T00:00:00Z | 2020-05-06T00:00:00Z
            'resourceType': 'Encounter', 'period': {'start': '2026-01-01T10:00:00Z'} | 2026-01-01T10:00:00Z |
            'resourceType': 'MedicationRequest', 'authoredOn': '2026-01-01' | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z
            'resourceType': 'Observation', 'effectiveTiming': {'event': ['2026-01-01', '2026-01-05']} | 2026-01-01T00:00:00Z | 2026-01-06T00:00:00Z
            'resourceType': 'Observation', 'effectiveInstant': '2026-01-01T00:00:00Z' | 2026-01-01T00:00:00Z | 2026-01-01T00:00:01Z
            'resourceType': 'Observation', 'issued': '2026-01-01T00:00:00Z' | 2026-01-01T00:00:00Z | 2026-01-01T00:00:01Z
            'resourceType': 'Claim', 'item': [{'servicedDate': '2026-01-01'}, {'servicedDate': '2026-02-01'}], 'created': '2027' | 2026-01-01T00:00:00Z | 2026-02-02T00:00:00Z
            'resourceType': 'Specimen', 'collection': {'collectedDateTime': '2026-01-01'} | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z
            'resourceType': 'MedicationDispense', 'whenHandedOver': '2026-01-01' | | 2026-01-02T00:00:00Z
            """)
    void theClinicalTimeIsTheFirstOfTheTableThatHasAValue(String json, Instant start, Instant end) {
        assertThat(ClinicalTime.of(resource("{" + json + "}"))).isEqualTo(new ConsentPeriod(start, end));
    }

    @Test
    void theTableHasEachTypeOfR4AndOnlyElementsThatTheyHave() {
        assertThat(ClinicalTime.elements().keySet()).containsAll(FHIR.getResourceTypes());
        ClinicalTime.elements()
                .forEach((type, elements) -> elements.forEach(element -> {
                    for (String path : element.split("\\.\\.", -1)) {
                        assertThat(FHIR.getResourceDefinition(type).getChildByName(path.split("\\.", -1)[0]))
                                .as(type + "." + path)
                                .isNotNull();
                    }
                }));
    }

    @Test
    void aCommittedVersionIsReadOnceAndItsLabelsEachTime() {
        FactsReader reader = new FactsReader(FHIR);
        Observation observation = (Observation) resource(OBSERVATION);
        observation.setId("Observation/o1/_history/1");
        ResourceFacts first = reader.ofCommitted(observation);
        ResourceContent content = first.content().get();

        observation.getMeta().addSecurity().setSystem("urn:label").setCode("new");
        ResourceFacts second = reader.ofCommitted(observation);

        assertThat(second.content().get()).isSameAs(content);
        assertThat(second.labels()).contains(new CodedValue("urn:label", "new"));
        assertThat(first.labels()).isEqualTo(Set.of(new CodedValue("urn:label", "l")));
        assertThat(reader.of(observation).content().get()).isEqualTo(content).isNotSameAs(content);
    }
}
