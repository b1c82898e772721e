package org.firewarden.model.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.ZonedDateTime;
import org.firewarden.model.feature.Charts;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.feature.PatientChart;
import org.junit.jupiter.api.Test;

/** The shipped scores, from chart to answer. */
class ScoreModelsTest {

    private static final String NOW = "2026-06-15T12:00:00Z";
    private static final String EARLIER = "2026-06-15T06:30:00+02:00";
    private static final String YESTERDAY = "2026-06-14T23:30:00Z";

    @Test
    void anAcutelyIllPatientGetsTheNews2ScoreAndItsParts() {
        RiskModel news2 = ShippedSessions.model("news2");
        RiskAnswer.Assessed answer = assessed(news2.assess(vitals(EARLIER).chart(), ZonedDateTime.parse(NOW)));

        // Respiration 22: 2, SpO2 93: 2, oxygen: 2, 105 mmHg: 1, pulse 95: 1, alert: 0, 101.3 F = 38.5 Cel: 1.
        assertThat(answer.risks().get(0).value()).isEqualTo(9);
        assertThat(answer.risks().get(1).value()).isEqualTo(2);
        Contributions contributions = news2.explain(answer, "news2").orElseThrow();
        assertThat(contributions.isExact()).isTrue();
        assertThat(contributions.baseline()).isZero();
        assertThat(contributions.each().stream()
                        .mapToDouble(Contributions.Contribution::amount)
                        .sum())
                .isCloseTo(9, within(1e-9));
        assertThat(contributions.each().get(0).amount()).isCloseTo(2, within(1e-9));
    }

    @Test
    void observationsOlderThanTwelveHoursGiveNoScore() {
        RiskAnswer answer =
                ShippedSessions.model("news2").assess(vitals(YESTERDAY).chart(), ZonedDateTime.parse(NOW));

        assertThat(answer).isInstanceOf(RiskAnswer.Incomplete.class);
        assertThat(answer.missing()).hasSize(7);
        assertThat(((FeatureValue.Missing) answer.missing().get(0).value()).reason())
                .isEqualTo("no result in the last 12 hours");
    }

    @Test
    void airIsNeverAssumed() {
        Charts charts = Charts.empty()
                .quantity("9279-1", "22", "/min", EARLIER)
                .quantity("59408-5", "93", "%", EARLIER)
                .bloodPressure("105", EARLIER)
                .quantity("8867-4", "95", "/min", EARLIER)
                .quantity("8310-5", "38.5", "Cel", EARLIER)
                .answer("http://loinc.org", "67775-7", "http://snomed.info/sct", "248234008", EARLIER);

        assertThat(ShippedSessions.model("news2")
                        .assess(charts.chart(), ZonedDateTime.parse(NOW))
                        .missing())
                .extracting(RiskAnswer.Input::name)
                .containsExactly("supplemental_oxygen");
    }

    @Test
    void scaleTwoIsUsedWhereAClinicianRecordedIt() {
        String system = "https://firewarden.org/observation";
        Charts charts = vitals(EARLIER).answer(system, "spo2-scale", system, "spo2-scale-2", "2026-06-10");

        RiskAnswer.Assessed answer =
                assessed(ShippedSessions.model("news2").assess(charts.chart(), ZonedDateTime.parse(NOW)));

        // SpO2 93 on oxygen has 1 point on scale 2 instead of 2.
        assertThat(answer.risks().get(0).value()).isEqualTo(8);
    }

    @Test
    void childrenAndPregnantWomenHaveNoNews2() {
        assertThat(ShippedSessions.model("news2")
                        .assess(
                                vitals(EARLIER)
                                        .patient("female", "2012-01-01")
                                        .condition("http://snomed.info/sct", "77386006", "active")
                                        .chart(),
                                Charts.TODAY))
                .asInstanceOf(type(RiskAnswer.NotApplicable.class))
                .satisfies(answer -> assertThat(answer.reasons())
                        .containsExactly("Pregnancy; NEWS2 is not for it", "Age is outside 16 to 120 years"));
    }

    @Test
    void creatinineInMicromolesIsConverted() {
        RiskModel model = ShippedSessions.model("ckd-epi-2021");
        RiskAnswer.Assessed answer = assessed(model.assess(
                Charts.empty()
                        .quantity("14682-9", "88.4", "umol/L", Charts.RECENT)
                        .chart(),
                Charts.TODAY));

        assertThat(answer.risks().get(0).value()).isCloseTo(68.6, within(0.05));
        assertThat(answer.risks().get(0).unit()).isEqualTo("mL/min/{1.73_m2}");
        assertThat(model.outputs()
                        .get(0)
                        .threshold(answer.risks().get(0).value())
                        .orElseThrow()
                        .name())
                .isEqualTo("G2");
    }

    @Test
    void aStayIsReadForLaceAndHospital() {
        Charts charts = Charts.empty()
                .encounter("stay", "IMP", "in-progress", "2026-06-09T20:00:00Z", null, "emd")
                .encounter("way-in", "EMER", "finished", "2026-06-09T15:00:00Z", "2026-06-09T20:00:00Z", "emd")
                .encounter("visit-1", "EMER", "finished", "2026-03-01", "2026-03-01", "emd")
                .encounter("visit-2", "EMER", "finished", "2025-12-10", "2025-12-10", "emd")
                .encounter("too-old", "EMER", "finished", "2025-12-08", "2025-12-08", "emd")
                .encounter("admission-1", "IMP", "finished", "2026-01-01", "2026-01-04", "emd")
                .encounter("admission-2", "ACUTE", "finished", "2025-06-20", "2025-06-22", "emd")
                .condition("http://hl7.org/fhir/sid/icd-10-cm", "I50.22", "active")
                .condition("http://hl7.org/fhir/sid/icd-10-cm", "E11.9", "active")
                .quantity("718-7", "110", "g/L", "2026-06-14")
                .quantity("2951-2", "140", "mmol/L", "2026-06-14")
                .resource("{'resourceType':'Procedure','id':'op','status':'completed',"
                        + "'encounter':{'reference':'Encounter/stay'},"
                        + "'code':{'coding':[{'system':'http://snomed.info/sct','code':'80146002'}]}}");
        PatientChart chart = charts.chart();

        // Stay of 6 days: 4, acute: 3, heart failure 2 and diabetes 1: 3, two visits: 2.
        RiskModel lace = ShippedSessions.model("lace");
        RiskAnswer.Assessed index = assessed(lace.assess(chart, Charts.TODAY));
        assertThat(index.risks().get(0).value()).isEqualTo(12);
        assertThat(lace.explain(index, "lace").orElseThrow().each())
                .extracting(contribution -> contribution.title() + " " + contribution.amount())
                .containsExactly(
                        "Length of stay 4.0",
                        "Acute admission 3.0",
                        "Emergency visits in the six months before 2.0",
                        "Comorbidity (Charlson) 3.0");
        // Haemoglobin 11 g/dL: 1, procedure: 1, urgent: 1, two admissions: 2, six days: 2.
        assertThat(assessed(ShippedSessions.model("hospital").assess(chart, Charts.TODAY))
                        .risks()
                        .get(0)
                        .value())
                .isEqualTo(7);
    }

    @Test
    void withoutAStayThereIsNoIndex() {
        RiskAnswer answer = ShippedSessions.model("lace").assess(Charts.empty().chart(), Charts.TODAY);

        assertThat(answer).isInstanceOf(RiskAnswer.Incomplete.class);
        assertThat(answer.missing())
                .extracting(RiskAnswer.Input::name)
                .containsExactly("length_of_stay", "emergency_admission", "emergency_visits");
    }

    @Test
    void theFullPreventModelDoesWithoutWhatIsNotKnown() {
        RiskModel full = ShippedSessions.model("prevent-full-10y");
        RiskAnswer.Assessed without = assessed(full.assess(Charts.published().chart(), Charts.TODAY));
        RiskAnswer.Assessed with = assessed(full.assess(
                Charts.published()
                        .quantity("59261-8", "75", "mmol/mol", Charts.RECENT)
                        .quantity("9318-7", "10", "mg/mmol", Charts.RECENT)
                        .chart(),
                Charts.TODAY));

        assertThat(without.missing())
                .extracting(RiskAnswer.Input::name)
                .containsExactly("albumin_creatinine_ratio", "hba1c", "sdi_decile");
        double[] expected =
                ShippedSessions.run("prevent-full-10y", 1, 50, 200, 45, 160, 35, 90, 1, 0, 1, 0, 88.4, 9.013, -1);
        assertThat(with.risks().get(0).probability()).isCloseTo(expected[0], within(1e-12));
        assertThat(full.explain(with, "cvd").orElseThrow().each().stream()
                        .mapToDouble(Contributions.Contribution::amount)
                        .sum())
                .isCloseTo(
                        with.risks().get(0).probability()
                                - full.explain(with, "cvd").orElseThrow().baseline(),
                        within(1e-12));
    }

    private static Charts vitals(String date) {
        return Charts.empty()
                .quantity("9279-1", "22", "/min", date)
                .quantity("59408-5", "93", "%", date)
                .quantity("3151-8", "2", "L/min", date)
                .bloodPressure("105", date)
                .quantity("8867-4", "95", "/min", date)
                .answer("http://loinc.org", "67775-7", "http://snomed.info/sct", "248234008", date)
                .quantity("8310-5", "101.3", "[degF]", date);
    }

    private static RiskAnswer.Assessed assessed(RiskAnswer answer) {
        return assertThat(answer).asInstanceOf(type(RiskAnswer.Assessed.class)).actual();
    }
}
