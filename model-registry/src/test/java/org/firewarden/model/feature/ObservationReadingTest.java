package org.firewarden.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.AbstractDoubleAssert;
import org.firewarden.model.feature.FeatureValue.Missing;
import org.firewarden.model.feature.FeatureValue.Present;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationReadingTest {

    private static final UnitConversion UNITS = new UnitConversion();
    private static final FeatureSpec SPEC = new FeatureSpecFile(UNITS).load("features/prevent-base.yaml");
    private static final ChartReader READER = new ChartReader(UNITS);

    @Test
    void molesAndGramsGiveTheSameCholesterol() {
        double fromGrams = present(
                        "total_cholesterol", Charts.empty().quantity("2093-3", "200", "mg/dL", Charts.RECENT))
                .value();
        double fromMoles = present(
                        "total_cholesterol", Charts.empty().quantity("14647-2", "5.172", "mmol/L", Charts.RECENT))
                .value();
        double fromGramsPerLitre = present(
                        "total_cholesterol", Charts.empty().quantity("2093-3", "2", "g/L", Charts.RECENT))
                .value();

        assertThat(fromGrams).isEqualTo(200);
        assertThat(fromMoles).isCloseTo(200, within(1e-9));
        assertThat(fromGramsPerLitre).isCloseTo(200, within(1e-9));
    }

    @Test
    void kilopascalsBecomeMillimetresOfMercury() {
        value("systolic_blood_pressure", Charts.empty().quantity("8480-6", "16", "kPa", Charts.RECENT))
                .isBetween(120.0, 120.1);
    }

    @Test
    void systolicPressureIsFoundInsideAPanel() {
        Present present = present("systolic_blood_pressure", Charts.empty().bloodPressure("142", Charts.RECENT));

        assertThat(present.value()).isEqualTo(142);
        assertThat(present.unit()).isEqualTo("mm[Hg]");
        assertThat(present.date()).hasToString("2026-05-01");
        assertThat(present.reference()).isEqualTo("Observation/r1");
    }

    @Test
    void aComponentOfAnotherPanelIsNotRead() {
        missing(
                "systolic_blood_pressure",
                Charts.empty().bloodPressure("142", Charts.RECENT).but("85354-9", "18684-1"),
                "no result in the last 2 years");
    }

    @Test
    void theLatestValueCountsWhateverTheOrder() {
        value(
                        "total_cholesterol",
                        Charts.empty()
                                .quantity("2093-3", "210", "mg/dL", "2025-05-01")
                                .quantity("2093-3", "220", "mg/dL", "2026-03-01T08:00:00Z")
                                .quantity("2093-3", "230", "mg/dL", "2026-03-01T09:00:00+02:00"))
                .isEqualTo(220);
    }

    @Test
    void ofTwoAtTheSameTimeTheGreaterReferenceIsRead() {
        value(
                        "total_cholesterol",
                        Charts.empty()
                                .quantity("2093-3", "210", "mg/dL", Charts.RECENT)
                                .quantity("2093-3", "220", "mg/dL", Charts.RECENT))
                .isEqualTo(220);
    }

    @Test
    void theWindowIncludesItsFirstDay() {
        value("body_mass_index", Charts.empty().quantity("39156-5", "25", "kg/m2", "2024-06-15"))
                .isEqualTo(25);
        missing(
                "body_mass_index",
                Charts.empty().quantity("39156-5", "25", "kg/m2", "2024-06-14"),
                "no result in the last 2 years");
    }

    @Test
    void aResultFromTheFutureIsNotRead() {
        missing(
                "body_mass_index",
                Charts.empty().quantity("39156-5", "25", "kg/m2", "2026-06-16"),
                "no result in the last 2 years");
    }

    @Test
    void aMonthAloneStandsForItsFirstDay() {
        missing(
                "body_mass_index",
                Charts.empty().quantity("39156-5", "25", "kg/m2", "2024-06"),
                "no result in the last 2 years");
    }

    @ParameterizedTest
    @ValueSource(strings = {"entered-in-error", "cancelled", "preliminary", "registered", "unknown"})
    void onlyFinishedResultsAreRead(String status) {
        missing(
                "egfr",
                Charts.empty()
                        .quantity("62238-1", "88", "mL/min/{1.73_m2}", Charts.RECENT)
                        .but("'final'", "'" + status + "'"),
                "no result in the last 5 years");
    }

    @ParameterizedTest
    @ValueSource(strings = {"amended", "corrected"})
    void amendedAndCorrectedResultsAreRead(String status) {
        value(
                        "egfr",
                        Charts.empty()
                                .quantity("62238-1", "88", "mL/min/{1.73_m2}", Charts.RECENT)
                                .but("'final'", "'" + status + "'"))
                .isEqualTo(88);
    }

    @Test
    void aPeriodIsDatedByItsEndAndIssuedStandsIn() {
        value(
                        "egfr",
                        Charts.empty()
                                .quantity("62238-1", "88", "mL/min/{1.73_m2}", "2026-05-01")
                                .but(
                                        "'effectiveDateTime':'2026-05-01'",
                                        "'effectivePeriod':{'start':'2010-01-01','end':'2026-05-01'}"))
                .isEqualTo(88);
        value(
                        "egfr",
                        Charts.empty()
                                .quantity("62238-1", "88", "mL/min/{1.73_m2}", "2026-05-01T00:00:00Z")
                                .but("effectiveDateTime", "issued"))
                .isEqualTo(88);
    }

    @Test
    void anUnusableLatestValueIsNotReplacedByAnOlderOne() {
        Charts older = Charts.empty().quantity("2093-3", "200", "mg/dL", "2026-01-01");
        missing(
                "total_cholesterol",
                older.quantity("2093-3", "2000", "mg/dL", Charts.RECENT),
                "the latest result is outside the plausible 30 to 1500 mg/dL");
    }

    @Test
    void aBoundIsNoValue() {
        missing(
                "egfr",
                Charts.empty()
                        .quantity("62238-1", "90", "mL/min/{1.73_m2}", Charts.RECENT)
                        .but("{'value'", "{'comparator':'>','value'"),
                "the latest result is only a bound");
    }

    @Test
    void aUnitMustBeUcumAndMustConvert() {
        missing(
                "total_cholesterol",
                Charts.empty().quantity("2093-3", "200", "mm[Hg]", Charts.RECENT),
                "the latest result has a unit that does not convert to mg/dL");
        missing(
                "total_cholesterol",
                Charts.empty()
                        .quantity("2093-3", "200", "mg/dL", Charts.RECENT)
                        .but("http://unitsofmeasure.org", "http://example.org/units"),
                "the latest result has no UCUM unit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"449868002", "428041000124106", "77176002", "428071000124103", "428061000124105", "65568007"})
    void currentSmokersSmoke(String answer) {
        value("current_smoking", Charts.empty().smoking(answer, Charts.RECENT)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8517006", "266919005"})
    void formerAndNeverSmokersDoNot(String answer) {
        value("current_smoking", Charts.empty().smoking(answer, Charts.RECENT)).isEqualTo(0);
    }

    @Test
    void anUnknownSmokingStatusIsMissing() {
        missing(
                "current_smoking",
                Charts.empty().smoking("449868002", "2026-01-01").smoking("266927001", Charts.RECENT),
                "the latest answer says neither yes nor no");
        missing("current_smoking", Charts.empty(), "no answer in the last 2 years");
    }

    private static AbstractDoubleAssert<?> value(String feature, Charts charts) {
        return assertThat(present(feature, charts).value());
    }

    private static Present present(String feature, Charts charts) {
        return assertThat(read(feature, charts))
                .asInstanceOf(type(Present.class))
                .actual();
    }

    private static void missing(String feature, Charts charts, String reason) {
        assertThat(read(feature, charts)).isEqualTo(new Missing(reason));
    }

    private static FeatureValue read(String feature, Charts charts) {
        Map<String, FeatureValue> values = READER.read(SPEC, charts.chart(), Charts.TODAY);
        return Objects.requireNonNull(values.get(feature));
    }
}
