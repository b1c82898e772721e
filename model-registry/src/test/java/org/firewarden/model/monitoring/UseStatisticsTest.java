package org.firewarden.model.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.firewarden.model.manifest.Distribution;
import org.firewarden.model.manifest.MonitoringLimits;
import org.junit.jupiter.api.Test;

class UseStatisticsTest {

    private static final Distribution REFERENCE =
            new Distribution(List.of(10.0, 20.0, 30.0), List.of(0.25, 0.25, 0.25, 0.25));

    @Test
    void theSameDistributionDoesNotDrift() {
        UseReport.Drift drift = UseStatistics.drift("x", REFERENCE, new long[] {250, 250, 250, 250});

        assertThat(drift.psi()).isZero();
        assertThat(drift.ks()).isZero();
        assertThat(drift.isSignificant()).isFalse();
    }

    /** (0.1-0.25) ln(0.1/0.25) + (0.4-0.25) ln(0.4/0.25), the other two unchanged. */
    @Test
    void aKnownShiftHasItsKnownIndex() {
        UseReport.Drift drift = UseStatistics.drift("x", REFERENCE, new long[] {100, 250, 250, 400});

        assertThat(drift.psi()).isCloseTo(0.137443 + 0.070501, within(1e-5));
        assertThat(drift.ks()).isCloseTo(0.15, within(1e-12));
        assertThat(drift.isSignificant()).isTrue();
    }

    @Test
    void aFewValuesAreNoProof() {
        assertThat(UseStatistics.drift("x", REFERENCE, new long[] {1, 2, 2, 4}).isSignificant())
                .isFalse();
    }

    /** 4 events and 4 others: of 16 pairs 12 are in order and 2 are ties. */
    @Test
    void theAreaIsTheShareOfPairsInOrder() {
        long[] events = {0, 1, 1, 2};
        long[] others = {2, 1, 1, 0};
        UseReport.Performance performance = UseStatistics.performance("y", "all", events, others);

        assertThat(performance.auroc()).isCloseTo((2 * 4 + 1 * 3 + 1 * 2 + 0.5 * 2) / 16, within(1e-12));
        assertThat(performance.n()).isEqualTo(8);
        assertThat(performance.lower()).isLessThan(performance.auroc());
        assertThat(performance.upper()).isLessThanOrEqualTo(1.0);
    }

    @Test
    void withoutEventsThereIsNoArea() {
        assertThat(UseStatistics.performance("y", "all", new long[4], new long[] {1, 2, 3, 4})
                        .auroc())
                .isNull();
    }

    @Test
    void trueProbabilitiesHaveNoCalibrationErrorAndFalseOnesHaveTheirDistance() {
        long[] events = new long[100];
        long[] others = new long[100];
        events[20] = 205;
        others[20] = 795;
        assertThat(UseStatistics.performance("y", "all", events, others).calibrationError())
                .isCloseTo(0, within(1e-12));
        events[20] = 405;
        others[20] = 595;
        assertThat(UseStatistics.performance("y", "all", events, others).calibrationError())
                .isCloseTo(0.2, within(1e-12));
    }

    @Test
    void theEstimateWithoutOutcomesIsThatOfTrueProbabilities() {
        long[] counts = new long[100];
        counts[0] = 1000;
        counts[99] = 1000;

        assertThat(UseStatistics.estimatedAuroc(counts)).isCloseTo(0.995, within(1e-3));
    }

    @Test
    void limitsArePassedOnlyWithEnoughCalls() {
        MonitoringLimits limits = new MonitoringLimits(100, 0.1, 0.5, 0.2, null, null);
        UseReport few = report(Map.of("shown failed", 50L, "shown assessed", 40L), Map.of());
        UseReport failing = report(Map.of("shown failed", 50L, "shown assessed", 140L), Map.of());
        UseReport overridden = report(
                Map.of("shown assessed", 500L), Map.of("overridden disagree-with-risk", 80L, "accepted none", 40L));

        assertThat(LimitWatch.passed(limits, few)).isEmpty();
        assertThat(LimitWatch.passed(limits, failing)).containsExactly("failure-share");
        assertThat(LimitWatch.passed(limits, overridden)).containsExactly("override-share");
    }

    private static UseReport report(Map<String, Long> calls, Map<String, Long> decisions) {
        return new UseReport(LocalDate.EPOCH, calls, Map.of(), null, decisions, List.of(), List.of(), Map.of());
    }
}
