package org.firewarden.gate.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.firewarden.gate.decision.Confidentiality;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

class ResourceLabellerTest {

    private static final String HIV = "R HIV";

    private final ResourceLabeller labeller = new ResourceLabeller(SensitivityTable.shipped());

    private static Coding hiv() {
        return new Coding("http://snomed.info/sct", "86406008", "Human immunodeficiency virus infection");
    }

    private String labels(Resource resource) {
        return labeller.scan(resource).labels().toText();
    }

    @Test
    void aCodeLabelsItsResource() {
        assertThat(labels(new Condition().setCode(new CodeableConcept(hiv())))).isEqualTo(HIV);
    }

    @Test
    void eachCodingOfAConceptCounts() {
        CodeableConcept concept = new CodeableConcept(new Coding("http://example.org/own", "1", null))
                .addCoding(new Coding("http://hl7.org/fhir/sid/icd-10-cm", "F11.20", null))
                .addCoding(hiv());

        assertThat(labels(new Condition().setCode(concept))).isEqualTo("R ETH HIV OPIOIDUD SUD");
    }

    @Test
    void aCodingInAContainedResourceCounts() {
        MedicationRequest request = new MedicationRequest();
        request.addContained(
                new Medication().setCode(new CodeableConcept(hiv())).setId("m"));
        request.setMedication(new Reference("#m"));

        assertThat(labels(request)).isEqualTo(HIV);
    }

    @Test
    void aCodingInAnExtensionOfAPrimitiveCounts() {
        Patient patient = new Patient();
        patient.getBirthDateElement().addExtension(new Extension("http://example.org/x", new CodeableConcept(hiv())));

        assertThat(labels(patient)).isEqualTo(HIV);
    }

    @Test
    void aCodingInANestedExtensionCounts() {
        Patient patient = new Patient();
        Extension outer = new Extension("http://example.org/x");
        outer.addExtension(new Extension("http://example.org/y", hiv()));
        patient.addExtension(outer);

        assertThat(labels(patient)).isEqualTo(HIV);
    }

    @Test
    void aComponentAndAValueCount() {
        Observation observation = new Observation();
        observation.addComponent().setValue(new CodeableConcept(hiv()));

        assertThat(labels(observation)).isEqualTo(HIV);
    }

    @Test
    void aResourceInABundleAndATagCount() {
        Bundle bundle = new Bundle();
        bundle.addEntry().setResource(new Condition().setCode(new CodeableConcept(hiv())));
        Patient tagged = new Patient();
        tagged.getMeta().addTag(hiv());

        assertThat(labels(bundle)).isEqualTo(HIV);
        assertThat(labels(tagged)).isEqualTo(HIV);
    }

    @Test
    void aCodeWithoutSystemOrASystemWithoutCodeIsNoLabel() {
        assertThat(labeller.scan(new Condition()
                                .setCode(new CodeableConcept(new Coding(null, "86406008", null))
                                        .addCoding(new Coding("http://snomed.info/sct", null, null))))
                        .labels())
                .isEqualTo(Labels.NONE);
    }

    @Test
    void carriersAreFoundWhereverTheyStand() {
        DocumentReference document = new DocumentReference();
        document.getContext()
                .addEncounter(new Reference("Encounter/e1"))
                .addEncounter(new Reference("Encounter/e2/_history/3"));
        document.setSubject(new Reference("Patient/p"));
        MedicationRequest request = new MedicationRequest();
        request.setMedication(new Reference("Medication/m")).setEncounter(new Reference("urn:uuid:1"));

        assertThat(labeller.scan(document).carriers()).containsExactly("Encounter/e1", "Encounter/e2");
        assertThat(labeller.scan(request).carriers()).containsExactly("Medication/m");
    }

    @Test
    void aClientsHigherLabelStaysAndALowerOneIsRaised() {
        Condition higher = new Condition();
        higher.getMeta().addSecurity(new Coding(Confidentiality.SYSTEM, "V", null));
        Condition lower = new Condition();
        lower.getMeta().addSecurity(new Coding(Confidentiality.SYSTEM, "N", null));
        Labels hiv = Labels.ofText(HIV);

        ResourceLabeller.raise(higher, hiv, List.of());
        ResourceLabeller.raise(lower, hiv, List.of());

        assertThat(ResourceLabeller.present(higher).toText()).isEqualTo("V HIV");
        assertThat(ResourceLabeller.present(lower).toText()).isEqualTo(HIV);
        assertThat(lower.getMeta().getSecurity()).extracting(Coding::getCode).containsExactly("HIV", "R");
    }
}
