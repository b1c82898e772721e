package org.firewarden.gate.masking;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.valueset.BundleEntrySearchModeEnum;
import java.util.Set;
import org.firewarden.access.ElementRules;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The places in which a hidden value could stay. */
class ResourceMaskTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final ResourceMask MASK = new ResourceMask(FHIR);

    private static final String PATIENT = """
            {"resourceType": "Patient", "id": "p", "language": "en",
             "text": {"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'>Narrata</div>"},
             "contained": [{"resourceType": "Organization", "id": "o", "name": "Containia"}],
             "extension": [{"url": "http://x/shown", "valueString": "Shownext"},
                           {"url": "http://x/other", "valueString": "Otherext"}],
             "modifierExtension": [{"url": "http://x/mod", "valueString": "Modifia"}],
             "identifier": [{"value": "ID-1", "assigner": {"display": "Assigna", "reference": "#o"}}],
             "name": [{"family": "Familia", "given": ["Gina", "Hanna"],
                       "_family": {"extension": [{"url": "http://x/own", "valueString": "Ownext"}]}}],
             "telecom": [{"system": "phone", "value": "555-1"}, {"system": "email", "value": "a@b.c"}],
             "birthDate": "1980-01-02", "_birthDate": {"extension": [{"url": "http://x/time", "valueString": "Timext"}]},
             "deceasedBoolean": false, "gender": "female",
             "contact": [{"name": {"family": "Contactia"}, "telecom": [{"value": "555-2"}]}],
             "generalPractitioner": [{"reference": "Practitioner/a", "display": "Doctora"}]}
            """;

    private static Patient patient() {
        return FHIR.newJsonParser().parseResource(Patient.class, PATIENT);
    }

    private static ElementRules hiding(@Nullable Set<String> visible, Set<String> masked, Set<String> absent) {
        return new ElementRules.Hiding(visible, masked, absent);
    }

    private static String masked(Resource resource, ElementRules rules) {
        return FHIR.newJsonParser().encodeResourceToString(MASK.apply(resource, rules, type -> null));
    }

    @Test
    void nothingIsCopiedWhenNothingIsHidden() {
        Patient patient = patient();

        assertThat(MASK.apply(patient, ElementRules.all(), type -> null)).isSameAs(patient);
    }

    @Test
    void anAllowListShowsWhatItListsAndNothingElse() {
        String json = masked(
                patient(),
                hiding(
                        Set.of("Patient.name.family", "Patient.gender", "Patient.extension(http://x/shown)"),
                        Set.of(),
                        Set.of()));

        assertThat(json)
                .contains("Familia", "female", "Shownext", "SUBSETTED", "REDACTED", "\"language\":\"en\"")
                .contains("http://x/mod")
                .doesNotContain(
                        "Narrata",
                        "Containia",
                        "Otherext",
                        "Modifia",
                        "ID-1",
                        "Assigna",
                        "Gina",
                        "Ownext",
                        "555-1",
                        "a@b.c",
                        "1980",
                        "Timext",
                        "deceased",
                        "Contactia",
                        "555-2",
                        "Practitioner/a",
                        "Doctora");
    }

    @Test
    void aMaskedElementIsThereOnceAndHoldsNothing() {
        Patient shown = (Patient) MASK.apply(
                patient(),
                hiding(
                        null,
                        Set.of("Patient.telecom", "Patient.birthDate", "Patient.gender", "Patient.deceased[x]"),
                        Set.of()),
                type -> null);
        String json = FHIR.newJsonParser().encodeResourceToString(shown);

        assertThat(shown.getTelecom()).hasSize(1);
        assertThat(json)
                .contains("\"telecom\":[{\"extension\":[{\"url\":\"" + MaskLabels.DATA_ABSENT_REASON
                        + "\",\"valueCode\":\"masked\"}]}]")
                .contains("\"_birthDate\":{\"extension\":[{\"url\":\"" + MaskLabels.DATA_ABSENT_REASON)
                .contains("\"_gender\"", "\"_deceasedBoolean\"", "Familia", "Contactia")
                .doesNotContain("555-1", "a@b.c", "1980", "Timext", "female", "Narrata");
    }

    @Test
    void referencesOfAMaskedResourceKeepOnlyTheLiteral() {
        String json = masked(patient(), hiding(null, Set.of(), Set.of("Patient.telecom")));

        assertThat(json).contains("Practitioner/a").doesNotContain("Doctora", "Assigna", "Containia", "#o");
    }

    @Test
    void containedResourcesFollowTheRulesOfTheirOwnType() {
        Observation observation = FHIR.newJsonParser().parseResource(Observation.class, """
                {"resourceType": "Observation", "status": "final", "code": {"text": "Codia"},
                 "contained": [{"resourceType": "Patient", "id": "p", "name": [{"family": "Familia"}], "gender": "male"},
                               {"resourceType": "Specimen", "id": "s", "note": [{"text": "Notia"}]}],
                 "subject": {"reference": "#p"}, "specimen": {"reference": "#s"}, "note": [{"text": "Ownnote"}]}
                """);
        Resource shown = MASK.apply(
                observation,
                hiding(null, Set.of(), Set.of("Observation.note")),
                type -> type.equals("Patient") ? hiding(Set.of("Patient.gender"), Set.of(), Set.of()) : null);
        String json = FHIR.newJsonParser().encodeResourceToString(shown);

        assertThat(json).contains("Codia", "\"male\"", "#p").doesNotContain("Familia", "Notia", "Ownnote", "#s");
    }

    @Test
    void whatIsHiddenInABundleIsHiddenThereToo() {
        org.hl7.fhir.r4.model.Bundle bundle = new org.hl7.fhir.r4.model.Bundle();
        bundle.addEntry().setResource(patient());
        bundle.addEntry().setFullUrl("urn:uuid:1").setResource(new Observation().setStatus(Observation.ObservationStatus.FINAL));
        String json = FHIR.newJsonParser()
                .encodeResourceToString(MASK.apply(
                        bundle,
                        hiding(null, Set.of(), Set.of("Bundle.signature")),
                        type -> type.equals("Patient") ? hiding(Set.of("Patient.gender"), Set.of(), Set.of()) : null));

        assertThat(json).contains("female", "urn:uuid:1").doesNotContain("Familia", "final", "\"Observation\"");
    }

    @Test
    void anExtensionUrlThatLooksLikeAPathOpensNothing() {
        Patient patient = new Patient();
        patient.addName().setFamily("Familia").addExtension("x).name(", new org.hl7.fhir.r4.model.StringType("Tricky"));
        patient.addExtension("(Patient.name", new org.hl7.fhir.r4.model.StringType("Tricky"));

        assertThat(masked(patient, hiding(null, Set.of(), Set.of("Patient.extension", "Patient.name.extension"))))
                .contains("Familia")
                .doesNotContain("Tricky");
        assertThat(masked(patient, hiding(Set.of("Patient.name"), Set.of(), Set.of())))
                .contains("Familia")
                .doesNotContain("Tricky");
    }

    @Test
    void aFakeMarkKeepsNothing() {
        Patient patient = new Patient();
        patient.addName()
                .setFamily("Familia")
                .addExtension(MaskLabels.DATA_ABSENT_REASON, new org.hl7.fhir.r4.model.CodeType("masked"));
        patient.getBirthDateElement().setValueAsString("1980-01-02");
        patient.getBirthDateElement()
                .addExtension(MaskLabels.DATA_ABSENT_REASON, new org.hl7.fhir.r4.model.CodeType("masked"));

        assertThat(masked(patient, hiding(null, Set.of("Patient.name", "Patient.birthDate"), Set.of())))
                .doesNotContain("Familia", "1980");
    }

    @Test
    void theCopyKeepsWhatTheServerKnowsOfTheResource() {
        Patient patient = patient();
        patient.setId("Patient/p/_history/7");
        ResourceMetadataKeyEnum.ENTRY_SEARCH_MODE.put(patient, BundleEntrySearchModeEnum.INCLUDE);
        Resource shown = MASK.apply(patient, hiding(Set.of("Patient.gender"), Set.of(), Set.of()), type -> null);

        assertThat(shown).isNotSameAs(patient);
        assertThat(shown.getIdElement().getVersionIdPart()).isEqualTo("7");
        assertThat(ResourceMetadataKeyEnum.ENTRY_SEARCH_MODE.get(shown)).isEqualTo(BundleEntrySearchModeEnum.INCLUDE);
    }
}
