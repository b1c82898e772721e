package org.firewarden.gate.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which search parameters name elements. */
class ElementPathsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Patient.name.family; Patient.name.family",
                "Patient.name | Practitioner.name; Patient.name",
                "Resource.meta.tag; Patient.meta.tag",
                "(Patient.deceased as dateTime); Patient.deceased",
                "Patient.deceased as dateTime; Patient.deceased",
                "Patient.deceased.ofType(dateTime); Patient.deceased",
                "Patient.deceased.exists() and Patient.deceased != false; Patient.deceased",
                "(Patient.value as CodeableConcept).text; Patient.value.text",
                "Patient.entry[0].resource; Patient.entry.resource",
                "Patient.extension('http://x.org/a|b').value; Patient.extension",
                "Patient.link.other.where(resolve() is Patient); Patient.link.other",
                "name; Patient.name"
            })
    void anExpressionReadsTheElementsThatItNames(String expression, String path) {
        assertThat(ElementPaths.of("Patient", expression).orElseThrow().paths()).containsExactly(path);
    }

    @Test
    void aConditionReadsToo() {
        assertThat(ElementPaths.of("Patient", "Patient.telecom.where(system='phone')")
                        .orElseThrow()
                        .paths())
                .containsExactlyInAnyOrder("Patient.telecom", "Patient.telecom.system");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Patient",
                "Practitioner.name",
                "Patient.managingOrganization.resolve().name",
                "Patient.name | Patient.managingOrganization.resolve().name",
                "Patient.name.where($this.exists(family))",
                "Patient.descendants()",
                "%resource.name",
                "Patient.name.select(family)",
                "iif(Patient.active, Patient.name, Patient.address)",
                "Patient.name.where(system='a' or use='b')"
            })
    void whatCannotBeResolvedIsNot(String expression) {
        assertThat(ElementPaths.of("Patient", expression)).isEmpty();
    }
}
