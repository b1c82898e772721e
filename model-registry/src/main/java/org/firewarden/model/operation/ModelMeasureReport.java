package org.firewarden.model.operation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.firewarden.model.disclosure.SmallCells;
import org.firewarden.model.monitoring.UseReport;
import org.firewarden.model.monitoring.UseReport.Performance;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupStratifierComponent;
import org.hl7.fhir.r4.model.MeasureReport.StratifierGroupComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * How a version does, as a FHIR R4 MeasureReport of type summary about its Device: a group for calls, latency, decisions, drift, and
 * for each output the discrimination and the calibration, with subgroups as strata. Counts of patients below {@link SmallCells#SMALLEST}
 * are absent, with the reason {@code masked}, and so is the drift of fewer values. Pure.
 */
final class ModelMeasureReport {

    /** What is measured; its version is that of the form of this report. */
    static final String MEASURE = "https://firewarden.org/Measure/model-use|1.0.0";

    /** The codes of groups and stratifiers. */
    static final String CODES = "https://firewarden.org/model-use";

    /** The codes of outputs are those of a model's manifest. */
    static final String OUTPUTS = "https://firewarden.org/model-output";

    private static final String POPULATIONS = "http://terminology.hl7.org/CodeSystem/measure-population";
    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    private static final String UCUM = "http://unitsofmeasure.org";
    private static final String ALL = "all";
    private static final int DIGITS = 4;

    private final MeasureReport report = new MeasureReport();

    private ModelMeasureReport() {}

    static MeasureReport of(DeviceId device, UseReport use, Instant now) {
        ModelMeasureReport made = new ModelMeasureReport();
        made.head(device, use.since(), now);
        made.calls(use);
        made.decisions(use.decisions());
        made.drift(use.drift());
        use.performance().stream()
                .collect(Collectors.groupingBy(Performance::output, TreeMap::new, Collectors.toList()))
                .forEach(made::performance);
        if (use.calls().entrySet().stream()
                        .filter(entry -> entry.getKey().endsWith(" assessed"))
                        .mapToLong(Map.Entry::getValue)
                        .sum()
                >= SmallCells.SMALLEST) {
            new TreeMap<>(use.estimatedAuroc())
                    .forEach((output, auroc) ->
                            made.group("estimated-auroc", output).setMeasureScore(share(auroc)));
        }
        return made.report;
    }

    private void head(DeviceId device, LocalDate since, Instant now) {
        report.setStatus(MeasureReport.MeasureReportStatus.COMPLETE);
        report.setType(MeasureReport.MeasureReportType.SUMMARY);
        report.setMeasure(MEASURE);
        report.setSubject(new Reference("Device/" + device));
        report.setDate(Date.from(now));
        Instant start = since.atStartOfDay(ZoneOffset.UTC).toInstant();
        report.setPeriod(new Period()
                .setStart(Date.from(start.isBefore(now) ? start : now))
                .setEnd(Date.from(now)));
    }

    private void calls(UseReport use) {
        MeasureReportGroupComponent group = group("calls", null);
        Map<String, Long> all = new TreeMap<>(use.calls());
        all.putAll(use.unanswered());
        population(group, "initial-population", sum(all));
        population(group, "numerator", use.calls().getOrDefault("shown assessed", 0L));
        strata(group, "answer", all);
        Long latency = use.latency95();
        if (latency != null) {
            group("latency-95", null)
                    .setMeasureScore(new Quantity()
                            .setValue(latency)
                            .setUnit("ms")
                            .setSystem(UCUM)
                            .setCode("ms")
                            .setComparator(Quantity.QuantityComparator.LESS_THAN));
        }
    }

    private void decisions(Map<String, Long> decisions) {
        long accepted = decisions.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("accepted "))
                .mapToLong(Map.Entry::getValue)
                .sum();
        long all = sum(decisions);
        MeasureReportGroupComponent group = group("decisions", null);
        population(group, "initial-population", all);
        population(group, "numerator", accepted);
        if (all > 0) {
            group.setMeasureScore(share((double) accepted / all));
        }
        strata(group, "decision", decisions);
    }

    private void drift(List<UseReport.Drift> drift) {
        if (drift.isEmpty()) {
            return;
        }
        MeasureReportGroupStratifierComponent psi = stratifier(group("drift-psi", null), "feature");
        MeasureReportGroupStratifierComponent ks = stratifier(group("drift-ks", null), "feature");
        for (UseReport.Drift each : drift) {
            // The reference is public: from the drift of few values their intervals can be worked out.
            boolean isTold = each.n() == 0 || each.n() >= SmallCells.SMALLEST;
            StratifierGroupComponent ofPsi = stratum(psi, each.name(), isTold ? each.n() : null);
            StratifierGroupComponent ofKs = stratum(ks, each.name(), isTold ? each.n() : null);
            if (isTold) {
                ofPsi.setMeasureScore(share(each.psi()));
                ofKs.setMeasureScore(share(each.ks()));
            }
        }
    }

    private void performance(String output, List<Performance> performances) {
        MeasureReportGroupComponent auroc = group("auroc", output);
        MeasureReportGroupComponent error = group("calibration-error", output);
        boolean isTold = true;
        for (Performance all : performances) {
            if (all.subgroup().equals(ALL)) {
                isTold = SmallCells.isTotalTold(all.events(), all.n());
                population(auroc, "initial-population", isTold ? all.n() : null);
                population(auroc, "numerator", isTold ? all.events() : null);
                population(error, "initial-population", isTold ? all.n() : null);
                if (isTold) {
                    score(auroc, all);
                    error.setMeasureScore(share(all.calibrationError()));
                }
            }
        }
        if (isTold) {
            performances.stream()
                    .filter(each -> each.subgroup().contains("="))
                    .collect(Collectors.groupingBy(
                            each -> each.subgroup().substring(0, each.subgroup().indexOf('=')),
                            TreeMap::new,
                            Collectors.toList()))
                    .forEach((attribute, subgroups) -> subgroups(auroc, error, attribute, subgroups));
        }
    }

    /** Groups of nobody are told as such and hide nobody. */
    private static Set<Performance> withheld(List<Performance> subgroups) {
        List<Performance> peopled =
                subgroups.stream().filter(each -> each.n() > 0).toList();
        boolean[] isWithheld = SmallCells.withheld(
                peopled.stream()
                        .map(each -> new long[] {each.events(), each.n() - each.events()})
                        .toList(),
                new boolean[peopled.size()]);
        Set<Performance> withheld = new HashSet<>();
        for (int i = 0; i < isWithheld.length; i++) {
            if (isWithheld[i]) {
                withheld.add(peopled.get(i));
            }
        }
        return withheld;
    }

    private static void subgroups(
            MeasureReportGroupComponent auroc,
            MeasureReportGroupComponent error,
            String attribute,
            List<Performance> subgroups) {
        MeasureReportGroupStratifierComponent aurocs = stratifier(auroc, attribute);
        MeasureReportGroupStratifierComponent errors = stratifier(error, attribute);
        Set<Performance> withheld = withheld(subgroups);
        for (Performance each : subgroups) {
            boolean isTold = !withheld.contains(each);
            String value = each.subgroup().substring(attribute.length() + 1);
            StratifierGroupComponent ofAuroc = stratum(aurocs, value, isTold ? each.n() : null);
            ofAuroc.addPopulation()
                    .setCode(population("numerator"))
                    .setCountElement(count(isTold ? each.events() : null));
            StratifierGroupComponent ofError = stratum(errors, value, isTold ? each.n() : null);
            if (isTold) {
                Double area = each.auroc();
                if (area != null) {
                    ofAuroc.setMeasureScore(share(area));
                }
                ofError.setMeasureScore(share(each.calibrationError()));
            }
        }
    }

    /** The area and, as groups of their own, the ends of its 95 % interval. */
    private void score(MeasureReportGroupComponent group, Performance all) {
        Double area = all.auroc();
        Double lower = all.lower();
        Double upper = all.upper();
        if (area != null && lower != null && upper != null) {
            group.setMeasureScore(share(area));
            group("auroc-lower-95", all.output()).setMeasureScore(share(lower));
            group("auroc-upper-95", all.output()).setMeasureScore(share(upper));
        }
    }

    private MeasureReportGroupComponent group(String code, @Nullable String output) {
        CodeableConcept concept = new CodeableConcept(new Coding(CODES, code, null));
        if (output != null) {
            concept.addCoding(new Coding(OUTPUTS, output, null));
        }
        return report.addGroup().setCode(concept);
    }

    private static void strata(MeasureReportGroupComponent group, String code, Map<String, Long> counts) {
        if (!counts.isEmpty()) {
            MeasureReportGroupStratifierComponent stratifier = stratifier(group, code);
            new TreeMap<>(counts).forEach((value, count) -> stratum(stratifier, value, count));
        }
    }

    private static MeasureReportGroupStratifierComponent stratifier(MeasureReportGroupComponent group, String code) {
        MeasureReportGroupStratifierComponent stratifier = group.addStratifier();
        stratifier.addCode(new CodeableConcept(new Coding(CODES, code, null)));
        return stratifier;
    }

    private static StratifierGroupComponent stratum(
            MeasureReportGroupStratifierComponent stratifier, String value, @Nullable Long count) {
        StratifierGroupComponent stratum = stratifier.addStratum().setValue(new CodeableConcept().setText(value));
        stratum.addPopulation().setCode(population("initial-population")).setCountElement(count(count));
        return stratum;
    }

    private static void population(MeasureReportGroupComponent group, String code, @Nullable Long count) {
        group.addPopulation().setCode(population(code)).setCountElement(count(count));
    }

    private static CodeableConcept population(String code) {
        return new CodeableConcept(new Coding(POPULATIONS, code, null));
    }

    private static IntegerType count(@Nullable Long count) {
        if (count != null) {
            return new IntegerType(Math.min(count, Integer.MAX_VALUE));
        }
        IntegerType masked = new IntegerType();
        masked.addExtension(ABSENT, new CodeType("masked"));
        return masked;
    }

    private static Quantity share(double value) {
        return new Quantity()
                .setValue(BigDecimal.valueOf(value).setScale(DIGITS, RoundingMode.HALF_EVEN))
                .setSystem(UCUM)
                .setCode("1");
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
