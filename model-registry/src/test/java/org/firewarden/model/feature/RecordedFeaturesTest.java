package org.firewarden.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.firewarden.model.feature.FeatureValue.Missing;
import org.firewarden.model.feature.FeatureValue.Present;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions, medications and demographics, as the PREVENT spec reads them. */
class RecordedFeaturesTest {

    private static final String SNOMED = "http://snomed.info/sct";
    private static final String ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm";
    private static final UnitConversion UNITS = new UnitConversion();
    private static final FeatureSpec SPEC = new FeatureSpecFile(UNITS).load("features/prevent-base.yaml");

    @ParameterizedTest
    @CsvSource({
        "http://snomed.info/sct,44054006",
        "http://hl7.org/fhir/sid/icd-10-cm,E11.9",
        "http://hl7.org/fhir/sid/icd-10-cm,E1065"
    })
    void diabetesIsRecognisedInBothCodeSystems(String system, String code) {
        assertThat(isTrue("diabetes", Charts.empty().condition(system, code, "active")))
                .isTrue();
    }

    @Test
    void prediabetesGestationalDiabetesAndAForeignSystemAreNotDiabetes() {
        assertThat(isTrue("diabetes", Charts.empty().condition(SNOMED, "15777000", "active")))
                .isFalse();
        assertThat(isTrue("diabetes", Charts.empty().condition(ICD10CM, "O24.410", "active")))
                .isFalse();
        assertThat(isTrue("diabetes", Charts.empty().condition("urn:local", "E11.9", "active")))
                .isFalse();
        assertThat(isTrue("diabetes", Charts.empty().condition(SNOMED, "440540061", "active")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"active,true", "recurrence,true", "relapse,true", "inactive,false", "remission,false", "resolved,false"
    })
    void diabetesCountsWhileItIsCurrent(String status, boolean counts) {
        assertThat(isTrue("diabetes", Charts.empty().condition(SNOMED, "44054006", status)))
                .isEqualTo(counts);
    }

    @Test
    void withoutAStatusAConditionThatHasNotAbatedIsCurrent() {
        Charts open = Charts.empty().condition(SNOMED, "44054006", "active").but("'coding':[{'code':'active'}]", "");
        assertThat(isTrue("diabetes", open)).isTrue();
        assertThat(isTrue("diabetes", open.but("'recordedDate'", "'abatementDateTime':'2021-01-01','recordedDate'")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuted", "entered-in-error"})
    void whatIsRefutedOrAnErrorDoesNotCount(String verification) {
        String status = "'verificationStatus':{'coding':[{'code':'" + verification + "'}]},'recordedDate'";
        assertThat(isTrue(
                        "diabetes",
                        Charts.empty().condition(SNOMED, "44054006", "active").but("'recordedDate'", status)))
                .isFalse();
        assertThat(isTrue(
                        "known_cvd",
                        Charts.empty().condition(SNOMED, "22298006", "resolved").but("'recordedDate'", status)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://snomed.info/sct,22298006,resolved",
        "http://snomed.info/sct,230690007,inactive",
        "http://snomed.info/sct,88805009,active",
        "http://snomed.info/sct,399211009,active",
        "http://hl7.org/fhir/sid/icd-10-cm,I25.10,active",
        "http://hl7.org/fhir/sid/icd-10-cm,I63.9,resolved",
        "http://hl7.org/fhir/sid/icd-10-cm,Z95.5,active"
    })
    void cardiovascularDiseaseCountsForEver(String system, String code, String status) {
        assertThat(isTrue("known_cvd", Charts.empty().condition(system, code, status)))
                .isTrue();
    }

    @Test
    void hypertensionIsNotCardiovascularDiseaseHere() {
        assertThat(isTrue("known_cvd", Charts.empty().condition(ICD10CM, "I10", "active")))
                .isFalse();
        assertThat(isTrue("known_cvd", Charts.empty().condition(SNOMED, "59621000", "active")))
                .isFalse();
        assertThat(isTrue("known_cvd", Charts.empty().condition(ICD10CM, "G45.4", "active")))
                .isFalse();
    }

    @Test
    void anActiveOrderCountsAndSaysWhereItStands() {
        Present present = (Present) read("antihypertensive_use", Charts.empty().medication("314076"));

        assertThat(present.isTrue()).isTrue();
        assertThat(present.reference()).isEqualTo("MedicationRequest/r1");
        assertThat(present.date()).hasToString("2026-01-10");
        assertThat(isTrue("statin_use", Charts.empty().medication("314076"))).isFalse();
        assertThat(isTrue("statin_use", Charts.empty().medication("617310"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"'active','stopped'", "'order','proposal'", "'order','plan'"})
    void anOrderThatIsOverOrWasNeverGivenDoesNotCount(String part, String replacement) {
        assertThat(isTrue("statin_use", Charts.empty().medication("617310").but(part, replacement)))
                .isFalse();
    }

    @Test
    void anOrderNotToGiveADrugIsNone() {
        assertThat(isTrue(
                        "statin_use",
                        Charts.empty().medication("617310").but("'authoredOn'", "'doNotPerform':true,'authoredOn'")))
                .isFalse();
    }

    @Test
    void aReferredMedicationIsLookedUpInTheOrderAndInTheChart() {
        String drug = "'code':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'83367'}]}";
        String order = "{'resourceType':'MedicationRequest','id':'m','status':'active','intent':'order',";
        Charts contained = Charts.empty()
                .resource(order + "'contained':[{'resourceType':'Medication','id':'d'," + drug
                        + "}],'medicationReference':{'reference':'#d'}}");
        Charts beside = Charts.empty()
                .resource(order + "'medicationReference':{'reference':'Medication/d'}}")
                .resource("{'resourceType':'Medication','id':'d'," + drug + "}");
        Charts nowhere = Charts.empty().resource(order + "'medicationReference':{'reference':'Medication/d'}}");

        assertThat(isTrue("statin_use", contained)).isTrue();
        assertThat(isTrue("statin_use", beside)).isTrue();
        assertThat(read("statin_use", nowhere))
                .isEqualTo(new Missing("an active order refers to a medication that was not supplied"));
    }

    @Test
    void ageChangesOnTheBirthday() {
        assertThat(((Present) read("age", Charts.empty().patient("male", "1976-06-15"))).value())
                .isEqualTo(50);
        assertThat(((Present) read("age", Charts.empty().patient("male", "1976-06-16"))).value())
                .isEqualTo(49);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1976", "1976-06", "1976-13-45", "yesterday"})
    void aPartialOrMalformedBirthDateGivesNoAge(String birthDate) {
        assertThat(read("age", Charts.empty().patient("male", birthDate)))
                .isEqualTo(new Missing("the birth date is not a whole date"));
    }

    @Test
    void aBirthDateInTheFutureGivesNoAge() {
        assertThat(read("age", Charts.empty().patient("male", "2026-06-16")))
                .isEqualTo(new Missing("the birth date lies in the future"));
    }

    @ParameterizedTest
    @CsvSource({"female,female", "male,male"})
    void sexIsReadFromTheAdministrativeGender(String gender, String shown) {
        Present present = (Present) read("sex", Charts.empty().patient(gender, "1976-01-01"));
        assertThat(SPEC.feature("sex").orElseThrow().display(present)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "unknown", ""})
    void anotherGenderIsMissing(String gender) {
        assertThat(read("sex", Charts.empty().patient(gender, "1976-01-01")))
                .isEqualTo(new Missing("the administrative gender is neither female nor male"));
    }

    private static boolean isTrue(String feature, Charts charts) {
        return ((Present) read(feature, charts)).isTrue();
    }

    private static FeatureValue read(String feature, Charts charts) {
        return Objects.requireNonNull(
                new ChartReader(UNITS).read(SPEC, charts.chart(), Charts.TODAY).get(feature));
    }
}
