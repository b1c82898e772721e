package org.firewarden.model.monitoring;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.manifest.Distribution;
import org.firewarden.model.manifest.ModelOutput;
import org.firewarden.model.risk.RiskAnswer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the use of models in memory and writes the sums away when asked to. Numbers of patients become intervals before they are
 * counted; what is not one of few values is counted as {@code other}. Safe for many threads.
 */
public final class CountedUse implements ModelUse {

    private static final Logger LOG = LoggerFactory.getLogger(CountedUse.class);
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9=<>.+_-]{0,40}");
    private static final int MAXIMUM_COUNTERS = 50_000;
    private static final int BINS = 100;

    private final UseTable table;
    private final Clock clock;
    private final BiFunction<String, String, Map<String, Distribution>> references;
    private final Map<UseCounter, LongAdder> counters = new ConcurrentHashMap<>();

    /**
     * Writes to this table.
     *
     * @param references the distributions in the manifest of a model and version
     */
    public CountedUse(UseTable table, Clock clock, BiFunction<String, String, Map<String, Distribution>> references) {
        this.table = table;
        this.clock = clock;
        this.references = references;
    }

    @Override
    public void called(ModelCall call) {
        String model = call.version().modelId();
        String version = call.version().version();
        // A version that fails fails in its stage; one that answers counts as shown if somebody sees it.
        boolean isShown = call.answer() == null ? !call.isSilent() : call.isShown();
        String way = isShown ? "shown" : "silent";
        count(model, version, "call", way, kind(call.answer()));
        if (call.answer() != null) {
            count(model, version, "latency", way, bucket(call.latency().toMillis()));
        }
        call.subgroups().forEach((name, value) -> count(model, version, "subgroup", code(name), code(value)));
        if (call.answer() instanceof RiskAnswer.Assessed assessed) {
            Map<String, Distribution> known = references.apply(model, version);
            assessed.inputs().forEach(input -> {
                Distribution reference = known.get(input.name());
                if (reference != null) {
                    String interval = input.value() instanceof FeatureValue.Present present
                            ? String.valueOf(reference.interval(present.value()))
                            : "missing";
                    count(model, version, "value", input.name(), interval);
                }
            });
            assessed.risks().forEach(risk -> {
                Distribution reference = known.get(risk.outcome());
                if (reference != null) {
                    count(model, version, "value", risk.outcome(), String.valueOf(reference.interval(risk.value())));
                }
                if (risk.kind() == ModelOutput.Kind.PROBABILITY) {
                    count(model, version, "output", risk.outcome(), String.valueOf(bin(risk.value())));
                }
            });
        }
    }

    @Override
    public void unanswered(UnansweredCall call) {
        count(
                call.version().modelId(),
                call.version().version(),
                "unanswered",
                call.isSilent() ? "silent" : "shown",
                call.reason().code());
    }

    @Override
    public void decided(ModelDecision decision) {
        String reason = decision.reason();
        count(
                decision.model(),
                decision.version(),
                "decision",
                decision.isAccepted() ? "accepted" : "overridden",
                reason == null ? "none" : code(reason));
    }

    @Override
    public void happened(ModelOutcome outcome) {
        String value = bin(outcome.predicted()) + (outcome.isEvent() ? "+" : "-");
        count(outcome.model(), outcome.version(), "outcome", outcome.output() + " all", value);
        outcome.subgroups()
                .forEach((name, group) -> count(
                        outcome.model(),
                        outcome.version(),
                        "outcome",
                        outcome.output() + " " + code(name) + "=" + code(group),
                        value));
    }

    /** Writes the sums away. What cannot be written now is written next time. */
    public void flush() {
        Map<UseCounter, Long> counts = new HashMap<>();
        counters.forEach((counter, sum) -> {
            long count = sum.sumThenReset();
            if (count > 0) {
                counts.put(counter, count);
            }
        });
        if (counts.isEmpty()) {
            return;
        }
        try {
            table.add(counts);
            LocalDate today = today();
            counters.keySet().removeIf(counter -> counter.day().isBefore(today));
        } catch (RuntimeException e) {
            // Counts are no patient's care: they wait until the database is back.
            counts.forEach((counter, count) -> adder(counter).add(count));
            LOG.warn("The use of models cannot be written: {} counters wait", counts.size());
        }
    }

    /** The answer kinds as codes. */
    static String kind(@Nullable RiskAnswer answer) {
        if (answer == null) {
            return "failed";
        }
        if (answer instanceof RiskAnswer.Assessed) {
            return "assessed";
        }
        return answer instanceof RiskAnswer.NotApplicable ? "not-applicable" : "incomplete";
    }

    static int bin(double probability) {
        return Math.min(BINS - 1, Math.max(0, (int) (probability * BINS)));
    }

    private void count(String model, String version, String kind, String name, String value) {
        UseCounter counter = new UseCounter(model, version, today(), kind, name, value);
        if (counters.size() < MAXIMUM_COUNTERS || counters.containsKey(counter)) {
            adder(counter).increment();
        }
    }

    private LongAdder adder(UseCounter counter) {
        return counters.computeIfAbsent(counter, key -> new LongAdder());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static String code(String text) {
        return CODE.matcher(text).matches() ? text : "other";
    }

    /** The power of two that a latency does not reach, in milliseconds. */
    private static String bucket(long millis) {
        int power = 0;
        while (power < 15 && millis >= 1L << power) {
            power++;
        }
        return "<" + (1L << power);
    }
}
