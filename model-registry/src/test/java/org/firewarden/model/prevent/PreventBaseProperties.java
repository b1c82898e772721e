package org.firewarden.model.prevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** What holds for every patient inside the published ranges. */
class PreventBaseProperties {

    private static final int SYSTOLIC = 4;
    private static final int DIABETES = 7;
    private static final int SMOKING = 8;

    private final PreventOracle oracle = new PreventOracle();

    @Property(tries = 500)
    void theGraphSaysWhatTheEquationsSay(@ForAll("patients") double[] patient) {
        double[] risks = PreventSession.risks(patient);

        List<String> outcomes = PreventCoefficients.OUTCOMES;
        for (int i = 0; i < risks.length; i++) {
            assertThat(risks[i]).as(outcomes.get(i)).isCloseTo(oracle.risk(outcomes.get(i), patient), within(1e-12));
        }
    }

    /** True of these coefficients for ages 30 to 79, treated or not. */
    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void aHigherSystolicPressureAbove110NeverLowersARisk(@ForAll("patients") double[] patient) {
        patient[SYSTOLIC] = Math.max(110, Math.min(170, patient[SYSTOLIC]));

        assertNoRiskFalls(patient, SYSTOLIC, patient[SYSTOLIC] + 10);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void smokingNeverLowersARisk(@ForAll("patients") double[] patient) {
        patient[SMOKING] = 0;
        assertNoRiskFalls(patient, SMOKING, 1);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void diabetesNeverLowersARisk(@ForAll("patients") double[] patient) {
        patient[DIABETES] = 0;
        assertNoRiskFalls(patient, DIABETES, 1);
    }

    @Property(tries = 300)
    void everyRiskIsAProbability(@ForAll("patients") double[] patient) {
        assertThat(DoubleStream.of(PreventSession.risks(patient))).allMatch(risk -> risk > 0 && risk < 1);
    }

    private static void assertNoRiskFalls(double[] patient, int input, double higher) {
        double[] before = PreventSession.risks(patient);
        double[] changed = patient.clone();
        changed[input] = higher;
        double[] after = PreventSession.risks(changed);
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).as(PreventCoefficients.OUTCOMES.get(i)).isGreaterThan(before[i]);
        }
    }

    @Provide
    Arbitrary<double[]> patients() {
        Arbitrary<Double> flag = Arbitraries.of(0.0, 1.0);
        Arbitrary<List<Double>> flags = flag.list().ofSize(5);
        Arbitrary<Double> age = Arbitraries.integers().between(30, 79).map(Integer::doubleValue);
        return Combinators.combine(
                        flags,
                        age,
                        Arbitraries.doubles().between(130, 320),
                        Arbitraries.doubles().between(20, 100),
                        Arbitraries.doubles().between(90, 180),
                        Arbitraries.doubles().between(18.5, 39.99),
                        Arbitraries.doubles().between(15, 140))
                .as((bits, years, total, hdl, systolic, bmi, egfr) -> new double[] {
                    bits.get(0),
                    years,
                    total,
                    hdl,
                    systolic,
                    bmi,
                    egfr,
                    bits.get(1),
                    bits.get(2),
                    bits.get(3),
                    bits.get(4)
                });
    }
}
