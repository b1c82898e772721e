package org.firewarden.server.fhir;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.model.monitoring.ModelCall;
import org.firewarden.model.monitoring.ModelDecision;
import org.firewarden.model.monitoring.ModelOutcome;
import org.firewarden.model.monitoring.ModelUse;
import org.firewarden.model.monitoring.UnansweredCall;
import org.firewarden.model.risk.RiskAnswer;
import org.jspecify.annotations.Nullable;

/**
 * Shows the use of each model version as metrics of this node, and passes each report on. Labels are the model, its version and a
 * reason that is one of ours or one that a service declares, so that their number is bounded by registry and services; no value of a
 * patient and no text that somebody sent is among them.
 */
final class MeteredUse implements ModelUse {

    private static final String PREFIX = "firewarden.model.";
    private static final Duration[] LATENCIES = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500)
    };

    private final ModelUse next;
    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    /** Counts in this registry what it passes on. */
    MeteredUse(ModelUse next, MeterRegistry registry) {
        this.next = next;
        this.registry = registry;
    }

    @Override
    public void called(ModelCall call) {
        next.called(call);
        String model = call.version().modelId();
        String version = call.version().version();
        count("calls", model, version, null, 1);
        if (call.answer() != null) {
            latency(model, version).record(call.latency());
        }
        if (call.isShown()) {
            count("cards", model, version, null, call.cards());
        } else {
            count("unshown", model, version, reason(call), 1);
        }
    }

    @Override
    public void unanswered(UnansweredCall call) {
        next.unanswered(call);
        String model = call.version().modelId();
        String version = call.version().version();
        count("calls", model, version, null, 1);
        count("unshown", model, version, call.reason().code(), 1);
    }

    @Override
    public void decided(ModelDecision decision) {
        next.decided(decision);
        if (decision.isAccepted()) {
            count("accepted", decision.model(), decision.version(), null, 1);
        } else {
            count(
                    "overridden",
                    decision.model(),
                    decision.version(),
                    decision.reason() == null ? "none" : decision.reason(),
                    1);
        }
    }

    @Override
    public void happened(ModelOutcome outcome) {
        next.happened(outcome);
    }

    /** Why a version that was asked is on no card. */
    private static String reason(ModelCall call) {
        if (call.answer() == null) {
            return "failed";
        } else if (call.isSilent()) {
            return "silent";
        } else if (call.answer() instanceof RiskAnswer.NotApplicable) {
            return "not-applicable";
        }
        return call.answer() instanceof RiskAnswer.Assessed ? "nothing-to-say" : "incomplete";
    }

    private void count(String name, String model, String version, @Nullable String reason, int by) {
        counters.computeIfAbsent(new Key(name, model, version, reason), this::counter)
                .increment(by);
    }

    private Counter counter(Key key) {
        Counter.Builder counter =
                Counter.builder(PREFIX + key.name).tag("model", key.model).tag("version", key.version);
        return (key.reason == null ? counter : counter.tag("reason", key.reason)).register(registry);
    }

    private Timer latency(String model, String version) {
        return timers.computeIfAbsent(
                new Key("latency", model, version, null),
                key -> Timer.builder(PREFIX + key.name)
                        .tag("model", key.model)
                        .tag("version", key.version)
                        .serviceLevelObjectives(LATENCIES)
                        .register(registry));
    }

    private record Key(
            String name,
            String model,
            String version,
            @Nullable String reason) {}
}
