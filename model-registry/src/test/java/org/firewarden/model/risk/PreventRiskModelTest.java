package org.firewarden.model.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import org.firewarden.model.feature.Charts;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.risk.RiskAnswer.Assessed;
import org.firewarden.model.risk.RiskAnswer.Incomplete;
import org.firewarden.model.risk.RiskAnswer.Input;
import org.firewarden.model.risk.RiskAnswer.NotApplicable;
import org.firewarden.model.risk.RiskAnswer.Risk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped PREVENT model, from chart to answer. */
class PreventRiskModelTest {

    private static final RiskModel MODEL = ShippedSessions.model("prevent-base-10y");

    @Test
    void thePublishedWomanGetsThePublishedRisks() {
        Assessed assessed = assessed(Charts.published());

        assertThat(assessed.risks()).extracting(Risk::outcome).containsExactly("cvd", "ascvd", "hf", "chd", "stroke");
        assertThat(assessed.risks().get(0).probability()).isCloseTo(0.1468, within(0.00005));
        assertThat(assessed.risks().get(2).probability()).isCloseTo(0.0806, within(0.00005));
        assertThat(assessed.risks().get(4).probability()).isCloseTo(0.0540, within(0.00005));
    }

    @Test
    void thePublishedManGetsThePublishedRisks() {
        Assessed assessed = assessed(Charts.published().patient("male", "1976-06-15"));

        assertThat(assessed.risks().get(0).probability()).isCloseTo(0.1632, within(0.00005));
        assertThat(assessed.risks().get(2).probability()).isCloseTo(0.1059, within(0.00005));
    }

    @Test
    void theInputsSayWhereTheyComeFrom() {
        Input systolic = assessed(Charts.published()).inputs().stream()
                .filter(input -> input.name().equals("systolic_blood_pressure"))
                .findFirst()
                .orElseThrow();

        assertThat(systolic.title()).isEqualTo("Systolic blood pressure");
        assertThat(systolic.value())
                .asInstanceOf(type(FeatureValue.Present.class))
                .satisfies(present -> {
                    assertThat(present.value()).isEqualTo(160);
                    assertThat(present.date()).hasToString("2026-05-01");
                    assertThat(present.reference()).isEqualTo("Observation/r3");
                });
    }

    @Test
    void anAnswerDoesNotSpellOutThePatientsValues() {
        assertThat(assessed(Charts.published()).toString()).doesNotContain("160", "0.14", "2026", "Observation/");
    }

    @Test
    void aChartWithoutResultsIsIncompleteAndSaysWhatIsMissing() {
        assertThat(assess(Charts.empty())).asInstanceOf(type(Incomplete.class)).satisfies(incomplete -> {
            assertThat(incomplete.missing())
                    .map(PreventRiskModelTest::reason)
                    .containsExactly(
                            "Total cholesterol: no result in the last 5 years",
                            "HDL cholesterol: no result in the last 5 years",
                            "Systolic blood pressure: no result in the last 2 years",
                            "Body mass index: no result in the last 2 years",
                            "Estimated glomerular filtration rate: no result in the last 5 years",
                            "Current smoking: no answer in the last 2 years");
            assertThat(incomplete.inputs()).hasSize(12);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "2093-3;129.9;mg/dL;130;320.1;320;Total cholesterol is outside 130 to 320 mg/dL",
                "2085-9;19.9;mg/dL;20;100.1;100;HDL cholesterol is outside 20 to 100 mg/dL",
                "8480-6;89;mm[Hg];90;181;180;Systolic blood pressure is outside 90 to 180 mmHg",
                "39156-5;18.4;kg/m2;18.5;40;39.99;Body mass index is outside 18.5 to less than 40 kg/m2",
                "62238-1;14;mL/min/{1.73_m2};15;141;140;"
                        + "Estimated glomerular filtration rate is outside 15 to 140 mL/min/1.73 m2"
            })
    void theRangesIncludeTheirEdgesAndNothingBeyond(
            String loinc, String below, String unit, String lowest, String above, String highest, String reason) {
        String later = "2026-06-01";
        for (String inside : List.of(lowest, highest)) {
            assessed(Charts.published().quantity(loinc, inside, unit, later));
        }
        for (String outside : List.of(below, above)) {
            assertThat(reasons(Charts.published().quantity(loinc, outside, unit, later)))
                    .containsExactly(reason);
        }
    }

    @ParameterizedTest
    @CsvSource({"1996-06-15,true", "1996-06-16,false", "1946-06-16,true", "1946-06-15,false"})
    void theModelHoldsFromThirtyToSeventyNine(String birthDate, boolean holds) {
        RiskAnswer answer = assess(Charts.published().patient("male", birthDate));

        if (holds) {
            assertThat(answer).isInstanceOf(Assessed.class);
        } else {
            assertThat(((NotApplicable) answer).reasons()).containsExactly("Age is outside 30 to 79 years");
        }
    }

    @Test
    void knownCardiovascularDiseaseRulesTheModelOutWhateverElseIsMissing() {
        Charts charts = Charts.empty()
                .patient("male", "2010-01-01")
                .condition("http://snomed.info/sct", "22298006", "resolved");

        assertThat(reasons(charts))
                .containsExactly(
                        "Known cardiovascular disease; the model is for primary prevention",
                        "Age is outside 30 to 79 years");
    }

    @Test
    void aPartialBirthDateMakesTheAnswerIncomplete() {
        assertThat(assess(Charts.published().patient("female", "1976")))
                .asInstanceOf(type(Incomplete.class))
                .satisfies(incomplete -> assertThat(incomplete.missing())
                        .map(PreventRiskModelTest::reason)
                        .containsExactly("Age: the birth date is not a whole date"));
    }

    private static String reason(Input missing) {
        return missing.title() + ": " + ((FeatureValue.Missing) missing.value()).reason();
    }

    private static List<String> reasons(Charts charts) {
        return assertThat(assess(charts))
                .asInstanceOf(type(NotApplicable.class))
                .actual()
                .reasons();
    }

    private static Assessed assessed(Charts charts) {
        return assertThat(assess(charts)).asInstanceOf(type(Assessed.class)).actual();
    }

    private static RiskAnswer assess(Charts charts) {
        return MODEL.assess(charts.chart(), Charts.TODAY);
    }
}
