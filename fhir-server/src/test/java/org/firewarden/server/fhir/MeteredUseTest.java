package org.firewarden.server.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.firewarden.model.monitoring.ModelCall;
import org.firewarden.model.monitoring.ModelDecision;
import org.firewarden.model.monitoring.ModelOutcome;
import org.firewarden.model.monitoring.ModelUse;
import org.firewarden.model.monitoring.UnansweredCall;
import org.firewarden.model.registry.ModelCard;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.risk.RiskAnswer;
import org.junit.jupiter.api.Test;

class MeteredUseTest {

    private static final ModelVersion VERSION = version();
    private static final Duration LATENCY = Duration.ofMillis(3);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Heard heard = new Heard();
    private final MeteredUse use = new MeteredUse(heard, registry);

    @Test
    void eachCallIsCountedOnceAndSaysWhyNothingIsShown() {
        use.called(new ModelCall(VERSION, false, 2, LATENCY, new RiskAnswer.Assessed(List.of(), List.of()), Map.of()));
        use.called(new ModelCall(VERSION, false, 0, LATENCY, new RiskAnswer.Assessed(List.of(), List.of()), Map.of()));
        use.called(new ModelCall(VERSION, true, 0, LATENCY, new RiskAnswer.Incomplete(List.of()), Map.of()));
        use.called(new ModelCall(VERSION, false, 0, LATENCY, new RiskAnswer.Incomplete(List.of()), Map.of()));
        use.called(new ModelCall(
                VERSION, false, 0, LATENCY, new RiskAnswer.NotApplicable(List.of("age"), List.of()), Map.of()));
        use.called(ModelCall.failed(VERSION, false));
        use.unanswered(new UnansweredCall(VERSION, false, UnansweredCall.Reason.OUT_OF_TIME));
        use.unanswered(new UnansweredCall(VERSION, true, UnansweredCall.Reason.OVERLOADED));

        assertThat(count("calls")).isEqualTo(8);
        assertThat(count("cards")).isEqualTo(2);
        for (String reason : List.of(
                "nothing-to-say", "silent", "incomplete", "not-applicable", "failed", "out-of-time", "overloaded")) {
            assertThat(count("unshown", reason)).as(reason).isEqualTo(1);
        }
        assertThat(registry.get("firewarden.model.latency").timer().count())
                .as("what failed took no time that says anything")
                .isEqualTo(5);
        assertThat(heard.reports).hasSize(8);
    }

    /** Reasons are codes that a service declares, or other, by the contract of {@link ModelDecision}; a hospital's own are labels too. */
    @Test
    void labelsAreOfFixedLists() {
        use.decided(new ModelDecision("prevent", "1.0.0", true, null));
        use.decided(new ModelDecision("prevent", "1.0.0", false, null));
        use.decided(new ModelDecision("prevent", "1.0.0", false, "not-now"));
        use.decided(new ModelDecision("prevent", "1.0.0", false, "own-reason-of-a-hospital"));
        use.decided(new ModelDecision("prevent", "1.0.0", false, "other"));
        use.called(new ModelCall(
                VERSION,
                false,
                1,
                LATENCY,
                new RiskAnswer.Assessed(List.of(new RiskAnswer.Risk("cvd", "CVD", 0.314159)), List.of()),
                Map.of("sex", "female")));
        use.happened(new ModelOutcome("prevent", "1.0.0", "cvd", 0.271828, true, Map.of("sex", "female")));

        assertThat(count("accepted")).isEqualTo(1);
        assertThat(count("overridden", "none")).isEqualTo(1);
        assertThat(count("overridden", "not-now")).isEqualTo(1);
        assertThat(count("overridden", "own-reason-of-a-hospital")).isEqualTo(1);
        assertThat(count("overridden", "other")).isEqualTo(1);
        Set<String> labels = registry.getMeters().stream()
                .map(Meter::getId)
                .flatMap(id -> id.getTags().stream())
                .map(Tag::toString)
                .collect(Collectors.toSet());
        assertThat(labels.toString().toLowerCase(Locale.ROOT)).doesNotContain("0.31", "0.27", "female");
        assertThat(registry.getMeters().stream().flatMap(meter -> meter.getId().getTags().stream()))
                .extracting(Tag::getKey)
                .isSubsetOf("model", "version", "reason", "le");
    }

    private static ModelVersion version() {
        ModelCard card = new ModelCard(
                "title",
                "developer",
                "use",
                "population",
                List.of("input"),
                List.of("output"),
                List.of("limit"),
                List.of("not this"),
                "performance",
                "citation",
                "licence");
        return new ModelVersion("prevent", "1.0.0", "0123456789abcdef".repeat(4), Stage.PRODUCTION, card);
    }

    private double count(String name) {
        return registry.get("firewarden.model." + name).counter().count();
    }

    private double count(String name, String reason) {
        return registry.get("firewarden.model." + name)
                .tag("reason", reason)
                .counter()
                .count();
    }

    /** The monitoring behind the metrics. */
    private static final class Heard implements ModelUse {

        private final List<Object> reports = new ArrayList<>();

        @Override
        public void called(ModelCall call) {
            reports.add(call);
        }

        @Override
        public void unanswered(UnansweredCall call) {
            reports.add(call);
        }

        @Override
        public void decided(ModelDecision decision) {
            reports.add(decision);
        }

        @Override
        public void happened(ModelOutcome outcome) {
            reports.add(outcome);
        }
    }
}
