package org.firewarden.deid.engine.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StructureTablesTest {

    @Test
    void theCommittedTablesAreThoseOfTheStructureDefinitions() throws Exception {
        for (Map.Entry<String, String> table : StructureTables.generate().entrySet()) {
            try (InputStream in = getClass().getResourceAsStream("/" + table.getKey())) {
                assertThat(in).as(table.getKey()).isNotNull();
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .as(table.getKey())
                        .isEqualTo(table.getValue());
            }
        }
    }

    @Test
    void eachResourceTypeOfR4IsKnown() {
        R4Structure structure = R4Structure.load();
        assertThat(structure.isResource("Patient")).isTrue();
        assertThat(structure.isResource("Period")).isFalse();
        assertThat(structure.type("Observation").orElseThrow().properties()).containsKey("valueQuantity");
        assertThat(structure.codes("http://hl7.org/fhir/ValueSet/administrative-gender"))
                .get()
                .satisfies(codes -> assertThat(codes).containsExactlyInAnyOrder("male", "female", "other", "unknown"));
    }
}
