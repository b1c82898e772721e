package org.firewarden.gate.content;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

class NarrativesTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();

    private static Narrative narrative() {
        Narrative narrative = new Narrative();
        narrative.setDivAsString("<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>");
        return narrative;
    }

    @Test
    void eachPlaceIsFound() {
        Patient inner = new Patient();
        inner.setText(narrative());
        Patient patient = new Patient();
        patient.setText(narrative());
        patient.addContained(inner);
        Composition composition = new Composition();
        composition.addSection().setText(narrative()).addSection().setText(narrative());
        Parameters parameters = new Parameters();
        parameters.addParameter().addPart().setResource(patient);
        Bundle nested = new Bundle();
        nested.addEntry().setResource(composition);
        nested.addEntry().getResponse().setOutcome(inner);
        Bundle bundle = new Bundle();
        bundle.addEntry().setResource(parameters);
        bundle.addEntry().setResource(nested);
        bundle.addEntry().setResource(new Patient());

        List<String> found = new ArrayList<>();
        Narratives.of(bundle, "Bundle", (path, div) -> found.add(path));

        assertThat(found)
                .containsExactly(
                        "Bundle.entry[0].resource.parameter[0].part[0].resource.text.div",
                        "Bundle.entry[0].resource.parameter[0].part[0].resource.contained[0].text.div",
                        "Bundle.entry[1].resource.entry[0].resource.section[0].text.div",
                        "Bundle.entry[1].resource.entry[0].resource.section[0].section[0].text.div",
                        "Bundle.entry[1].resource.entry[1].response.outcome.text.div");
    }

    @Test
    void r4HasXhtmlNowhereElse() {
        Set<String> places = new HashSet<>();
        for (String type : FHIR.getResourceTypes()) {
            collect(FHIR.getResourceDefinition(type), type, new HashSet<>(), places);
        }
        places.removeIf(place -> place.matches("[A-Za-z]+\\.text"));
        // Values of any type, which are found as the values of extensions are.
        places.removeIf(place -> place.matches(".*\\.[a-zA-Z]+Narrative"));

        assertThat(places).containsExactly("Composition.section.text");
    }

    private static void collect(
            BaseRuntimeElementDefinition<?> definition, String path, Set<Class<?>> above, Set<String> places) {
        if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)
                || !above.add(definition.getImplementingClass())) {
            return;
        }
        for (BaseRuntimeChildDefinition child : composite.getChildren()) {
            if (child.getElementName().equals("extension")
                    || child.getElementName().equals("modifierExtension")) {
                continue;
            }
            for (String name : child.getValidChildNames()) {
                BaseRuntimeElementDefinition<?> of = child.getChildByName(name);
                if (of != null && of.getImplementingClass() == Narrative.class) {
                    places.add(path + "." + name);
                } else if (of != null) {
                    collect(of, path + "." + name, above, places);
                }
            }
        }
    }

    /** HAPI reads and stores one there, though R4 has no such value. */
    @Test
    void aNarrativeAsTheValueOfAnExtensionIsFoundToo() {
        Patient patient = FHIR.newJsonParser().parseResource(Patient.class, """
                {"resourceType": "Patient", "name": [{"extension": [{"url": "urn:x", "valueNarrative":
                  {"status": "generated", "div": "<div>x</div>"}}]}]}
                """);
        List<String> found = new ArrayList<>();
        Narratives.everywhere(FHIR, patient, "Patient", (path, div) -> found.add(path));

        assertThat(found).containsExactly("Patient.extension.value.div");
    }
}
