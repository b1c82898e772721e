package org.firewarden.model.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.firewarden.model.RegistryDatabase;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.manifest.Distribution;
import org.firewarden.model.registry.Cards;
import org.firewarden.model.registry.JdbcModelStore;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.risk.RiskAnswer;
import org.firewarden.model.stage.UseEvidence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CountedUseIT {

    private static final ModelVersion VERSION = Cards.version("watched", "1.0.0", Stage.CANARY);
    private static final Map<String, Distribution> REFERENCE =
            Map.of("age", new Distribution(List.of(50.0), List.of(0.5, 0.5)));

    private final UseTable table = new UseTable(RegistryDatabase.emptied());
    private final CountedUse use = new CountedUse(table, Clock.systemUTC(), (model, version) -> REFERENCE);
    private final UseReports reports = new UseReports(table, (model, version) -> REFERENCE);

    @BeforeEach
    void register() {
        RegistryDatabase.jdbc().update("DELETE FROM firewarden.model_use");
        new JdbcModelStore(RegistryDatabase.jdbc(), RegistryDatabase.keys()).register(VERSION, Cards.CONTENT);
    }

    @Test
    void whatIsReportedIsFoundInTheReport() {
        for (int i = 0; i < 100; i++) {
            use.called(
                    new ModelCall(VERSION, false, 1, Duration.ofMillis(3), assessed(70, 0.2), Map.of("sex", "female")));
        }
        use.called(ModelCall.failed(VERSION, false));
        use.called(new ModelCall(VERSION, true, 0, Duration.ofMillis(3), assessed(40, 0.1), Map.of()));
        use.decided(new ModelDecision("watched", "1.0.0", true, null));
        use.decided(new ModelDecision("watched", "1.0.0", false, "not-now"));
        use.decided(new ModelDecision("watched", "1.0.0", false, "Robert'); DROP TABLE students;--"));
        for (int i = 0; i < 50; i++) {
            use.happened(new ModelOutcome("watched", "1.0.0", "cvd", 0.2, i < 10, Map.of("sex", "female")));
            use.happened(new ModelOutcome("watched", "1.0.0", "cvd", 0.6, i < 30, Map.of()));
        }
        use.flush();
        use.flush();
        UseReport report = reports.report("watched", "1.0.0");

        assertThat(report.calls()).isEqualTo(Map.of("shown assessed", 100L, "shown failed", 1L, "silent assessed", 1L));
        assertThat(report.latency95()).isEqualTo(4);
        assertThat(report.decisions())
                .isEqualTo(Map.of("accepted none", 1L, "overridden not-now", 1L, "overridden other", 1L));
        assertThat(report.drift()).singleElement().satisfies(drift -> {
            assertThat(drift.n()).isEqualTo(101);
            assertThat(drift.psi()).isGreaterThan(0.25);
            assertThat(drift.isSignificant()).isTrue();
        });
        assertThat(report.performance())
                .filteredOn(performance -> performance.subgroup().equals("all"))
                .singleElement()
                .satisfies(all -> {
                    assertThat(all.n()).isEqualTo(100);
                    assertThat(all.auroc()).isCloseTo(0.708, within(0.01));
                });
        assertThat(report.performance())
                .filteredOn(performance -> performance.subgroup().equals("sex=female"))
                .singleElement()
                .satisfies(women -> assertThat(women.n()).isEqualTo(50));
        UseEvidence.Evidence evidence = reports.of("watched", "1.0.0");
        assertThat(evidence.shownCalls()).isEqualTo(101);
        assertThat(evidence.silentCalls()).isEqualTo(1);
        assertThat(evidence.failures()).isEqualTo(1);
        assertThat(evidence.overridden()).isEqualTo(2);
    }

    /** No column holds what a patient's value could be read from: intervals and counts only. */
    @Test
    void noValueOfAPatientIsStored() {
        use.called(new ModelCall(VERSION, false, 1, Duration.ZERO, assessed(73.1234, 0.271828), Map.of()));
        use.flush();

        assertThat(RegistryDatabase.jdbc()
                        .queryForList("SELECT * FROM firewarden.model_use")
                        .toString())
                .doesNotContain("73.1", "0.2718");
    }

    private static RiskAnswer assessed(double age, double risk) {
        return new RiskAnswer.Assessed(
                List.of(new RiskAnswer.Risk("cvd", "Cardiovascular disease", risk)),
                List.of(new RiskAnswer.Input("age", "Age", new FeatureValue.Present(age, "a", null, null))));
    }
}
