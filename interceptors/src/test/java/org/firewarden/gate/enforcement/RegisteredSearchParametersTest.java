package org.firewarden.gate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.server.util.FhirContextSearchParamRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.gate.query.ParameterDefinition;
import org.junit.jupiter.api.Test;

/** Each search parameter of FHIR R4 reads elements that are known. */
class RegisteredSearchParametersTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final RegisteredSearchParameters PARAMETERS =
            new RegisteredSearchParameters(FHIR, new FhirContextSearchParamRegistry(FHIR));

    /** What the firewall treats by name, or refuses as it reads nobody knows what. */
    private static final Set<String> SPECIAL = Set.of();

    @Test
    void eachParameterOfEachTypeIsResolvedToElementsOfThatType() {
        Set<String> unresolved = new TreeSet<>();
        int resolved = 0;
        for (String type : FHIR.getResourceTypes()) {
            for (RuntimeSearchParam parameter : FHIR.getResourceDefinition(type).getSearchParams()) {
                ParameterDefinition definition =
                        PARAMETERS.find(type, parameter.getName()).orElse(null);
                if (definition == null || definition.paths().isEmpty()) {
                    unresolved.add(type + ":" + parameter.getName() + " " + parameter.getPath());
                    continue;
                }
                assertThat(definition.paths())
                        .as(type + ":" + parameter.getName())
                        .allMatch(path -> path.startsWith(type + "."));
                resolved++;
            }
        }
        assertThat(unresolved).isEqualTo(SPECIAL);
        assertThat(resolved).isGreaterThan(2_000);
    }

    @Test
    void theElementsAreThoseOfTheStructureDefinition() {
        assertThat(paths("Patient", "family")).containsExactly("Patient.name.family");
        assertThat(paths("Patient", "phone")).containsExactlyInAnyOrder("Patient.telecom", "Patient.telecom.system");
        assertThat(paths("Patient", "deceased")).containsExactly("Patient.deceased[x]");
        assertThat(paths("Observation", "date")).containsExactly("Observation.effective[x]");
        assertThat(paths("Observation", "value-quantity")).containsExactly("Observation.value[x]");
        assertThat(paths("Observation", "value-string"))
                .containsExactlyInAnyOrder("Observation.value[x]", "Observation.value[x].text");
        assertThat(paths("Observation", "code-value-quantity"))
                .containsExactlyInAnyOrder("Observation.code", "Observation.value[x]");
        assertThat(paths("Observation", "combo-value-quantity"))
                .containsExactlyInAnyOrder("Observation.value[x]", "Observation.component.value[x]");
        assertThat(paths("Condition", "onset-date")).containsExactly("Condition.onset[x]");
    }

    @Test
    void aReferenceLeadsWhereItsExpressionSays() {
        assertThat(PARAMETERS.find("Observation", "patient").orElseThrow().targets())
                .containsExactly("Patient");
        assertThat(PARAMETERS.find("Observation", "subject").orElseThrow().targets())
                .contains("Patient", "Group");
        List<String> references = new ArrayList<>();
        PARAMETERS.references("Encounter").forEach(parameter -> references.add(parameter.name()));
        assertThat(references).contains("subject", "patient", "practitioner").doesNotContain("status");
    }

    private static Set<String> paths(String type, String name) {
        return PARAMETERS.find(type, name).orElseThrow().paths();
    }
}
