package org.firewarden.deid.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A system that only begins like a public one is private, whatever its codes look like. */
final class CodeSystemsTest {

    private final R4Structure structure = R4Structure.load();

    private List<CodeSystems> shipped() {
        return Policy.shipped().stream()
                .map(name -> Policy.shipped(name, structure).orElseThrow().codeSystems())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "http://terminology.hl7.org/CodeSystem/zebedee-quux, Zebedee",
        "http://terminology.hl7.org/CodeSystem/zebedee-quux, 1931",
        "http://hl7.org/fhir/CodeSystem/mrn-4711, a",
        "http://hl7.org/fhir/us/core/CodeSystem/Zebedee, sdoh",
        "http://hl7.org/fhir/sid/us-ssn, 6789",
        "https://bluebutton.cms.gov/resources/variables/zebedee, A",
        "https://bluebutton.cms.gov/resources/variables/bene_id, 4711",
        "http://terminology.hl7.org/CodeSystem/v3-ActCode, Zebedee",
        "http://hl7.org/fhir/us/core/CodeSystem/us-core-category, Zebedee",
        "https://bluebutton.cms.gov/resources/variables/line_cms_type_srvc_cd, Zebedee"
    })
    void aMadeUpSystemOrCodeDoesNotComeOut(String system, String code) {
        assertThat(shipped()).noneMatch(systems -> systems.isPublic(system, code));
    }

    @ParameterizedTest
    @CsvSource({
        "http://terminology.hl7.org/CodeSystem/v3-ActCode, AMB",
        "http://terminology.hl7.org/CodeSystem/condition-clinical, active",
        "http://terminology.hl7.org/CodeSystem/v2-0203, MR",
        "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category, clinical-note",
        "http://hl7.org/fhir/us/core/CodeSystem/careplan-category, assess-plan",
        "http://hl7.org/fhir/us/core/CodeSystem/us-core-provenance-participant-type, transmitter",
        "https://bluebutton.cms.gov/resources/variables/line_cms_type_srvc_cd, 1"
    })
    void aCodeOfAListedSystemComesOut(String system, String code) {
        assertThat(shipped()).allMatch(systems -> systems.isPublic(system, code));
    }

    @Test
    void eachCodeOfTheCodeSystemsOfFhirComesOut() {
        for (CodeSystems systems : shipped()) {
            for (String[] row : Table.rows(R4Structure.class, "r4-codes.tsv")) {
                assertThat(List.of(row).subList(1, row.length))
                        .as(row[0])
                        .allMatch(code -> systems.isPublic(row[0], code));
            }
        }
    }
}
