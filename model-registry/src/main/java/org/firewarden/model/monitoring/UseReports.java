package org.firewarden.model.monitoring;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.firewarden.model.manifest.Distribution;
import org.firewarden.model.stage.UseEvidence;
import org.jspecify.annotations.Nullable;

/** Reports on versions, from what was counted. */
public final class UseReports implements UseEvidence {

    private static final int BINS = 100;
    private static final double NINETY_FIVE = 0.95;

    private final UseTable table;
    private final BiFunction<String, String, Map<String, Distribution>> references;

    /**
     * Reads this table.
     *
     * @param references the distributions in the manifest of a model and version
     */
    public UseReports(UseTable table, BiFunction<String, String, Map<String, Distribution>> references) {
        this.table = table;
        this.references = references;
    }

    /** How a version does since it came to its stage. */
    public UseReport report(String model, String version) {
        LocalDate since = table.stageSince(model, version);
        Map<String, List<UseTable.Count>> byKind =
                table.since(model, version, since).stream().collect(Collectors.groupingBy(UseTable.Count::kind));
        return new UseReport(
                since,
                named(byKind, "call"),
                named(byKind, "unanswered"),
                latency(byKind.getOrDefault("latency", List.of())),
                named(byKind, "decision"),
                drift(references.apply(model, version), byKind.getOrDefault("value", List.of())),
                performance(byKind.getOrDefault("outcome", List.of())),
                estimated(byKind.getOrDefault("output", List.of())));
    }

    @Override
    public Evidence of(String model, String version) {
        UseReport report = report(model, version);
        return new Evidence(
                sum(report.calls(), "silent "),
                sum(report.calls(), "shown "),
                report.calls().getOrDefault("silent failed", 0L)
                        + report.calls().getOrDefault("shown failed", 0L),
                sum(report.decisions(), "accepted "),
                sum(report.decisions(), "overridden "),
                report.drift().stream()
                        .map(UseReport.Drift::psi)
                        .max(Double::compare)
                        .orElse(null));
    }

    private static Map<String, Long> named(Map<String, List<UseTable.Count>> byKind, String kind) {
        Map<String, Long> named = new TreeMap<>();
        byKind.getOrDefault(kind, List.of())
                .forEach(count -> named.merge(count.name() + " " + count.value(), count.count(), Long::sum));
        return named;
    }

    private static @Nullable Long latency(List<UseTable.Count> counts) {
        TreeMap<Long, Long> buckets = new TreeMap<>();
        long all = 0;
        for (UseTable.Count count : counts) {
            if (count.name().equals("shown") && count.value().matches("<\\d{1,6}")) {
                buckets.merge(Long.parseLong(count.value().substring(1)), count.count(), Long::sum);
                all += count.count();
            }
        }
        long below = 0;
        for (Map.Entry<Long, Long> bucket : buckets.entrySet()) {
            below += bucket.getValue();
            if (below >= NINETY_FIVE * all) {
                return bucket.getKey();
            }
        }
        return null;
    }

    private static List<UseReport.Drift> drift(Map<String, Distribution> known, List<UseTable.Count> counts) {
        List<UseReport.Drift> drift = new ArrayList<>();
        known.forEach((name, reference) -> drift.add(UseStatistics.drift(
                name,
                reference,
                UseStatistics.counts(
                        counts.stream()
                                .filter(count -> count.name().equals(name))
                                .toList(),
                        reference.shares().size()))));
        return drift;
    }

    private static List<UseReport.Performance> performance(List<UseTable.Count> counts) {
        Map<String, long[][]> byName = new LinkedHashMap<>();
        for (UseTable.Count count : counts) {
            if (count.value().matches("\\d{1,2}[+-]")) {
                long[][] both = byName.computeIfAbsent(count.name(), name -> new long[2][BINS]);
                String bin = count.value().substring(0, count.value().length() - 1);
                both[count.value().endsWith("+") ? 0 : 1][Integer.parseInt(bin)] += count.count();
            }
        }
        List<UseReport.Performance> performance = new ArrayList<>();
        byName.forEach((name, both) -> {
            int space = name.indexOf(' ');
            performance.add(
                    UseStatistics.performance(name.substring(0, space), name.substring(space + 1), both[0], both[1]));
        });
        return performance;
    }

    private static Map<String, Double> estimated(List<UseTable.Count> counts) {
        Map<String, List<UseTable.Count>> byOutput =
                counts.stream().collect(Collectors.groupingBy(UseTable.Count::name));
        Map<String, Double> estimated = new TreeMap<>();
        byOutput.forEach(
                (output, of) -> estimated.put(output, UseStatistics.estimatedAuroc(UseStatistics.counts(of, BINS))));
        return estimated;
    }

    private static long sum(Map<String, Long> counts, String prefix) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
