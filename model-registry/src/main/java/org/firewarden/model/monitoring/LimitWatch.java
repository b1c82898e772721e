package org.firewarden.model.monitoring;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditTrail;
import org.firewarden.model.manifest.MonitoringLimits;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.registry.StageEntry;
import org.firewarden.model.stage.ModelStages;
import org.firewarden.model.stage.StageResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a version that is shown back to silent when it passes a limit of its card, and says so in the ledger. If what was counted
 * cannot be read, nothing moves.
 */
public final class LimitWatch {

    private static final Logger LOG = LoggerFactory.getLogger(LimitWatch.class);

    private final ModelStore store;
    private final ModelStages stages;
    private final UseReports reports;
    private final BiFunction<String, String, MonitoringLimits> limits;
    private final AuditTrail trail;
    private final Clock clock;

    /**
     * Watches the versions of this store.
     *
     * @param limits the limits in the manifest of a model and version
     */
    public LimitWatch(
            ModelStore store,
            ModelStages stages,
            UseReports reports,
            BiFunction<String, String, MonitoringLimits> limits,
            AuditTrail trail,
            Clock clock) {
        this.store = store;
        this.stages = stages;
        this.reports = reports;
        this.limits = limits;
        this.trail = trail;
        this.clock = clock;
    }

    /** Looks at each version that is shown. */
    public void look() {
        for (StageEntry entry : store.stages()) {
            if (entry.stage() == Stage.CANARY || entry.stage() == Stage.PRODUCTION) {
                List<String> passed = passed(
                        limits.apply(entry.model(), entry.version()), reports.report(entry.model(), entry.version()));
                if (!passed.isEmpty()) {
                    fallBack(entry, passed);
                }
            }
        }
    }

    private void fallBack(StageEntry entry, List<String> passed) {
        if (stages.fallBack(entry.model(), entry.version()) instanceof StageResult.Moved) {
            LOG.error("A model version fell back to silent: {} {}, {}", entry.model(), entry.version(), passed);
            trail.append(AuditEntry.ofServer(
                    clock.instant(),
                    AuditAction.UPDATE,
                    "model-fall-back",
                    Map.of(
                            "model", entry.model(),
                            "model-version", entry.version(),
                            "stage-before", entry.stage().name().toLowerCase(Locale.ROOT),
                            "stage", "silent",
                            "limits", String.join(",", passed))));
        }
    }

    /** The names of the limits that are passed; pure. */
    static List<String> passed(MonitoringLimits limits, UseReport report) {
        List<String> passed = new ArrayList<>();
        long calls = report.calls().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("shown "))
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (calls < limits.minimumCalls()) {
            return passed;
        }
        Double failures = limits.failureShare();
        if (failures != null && report.calls().getOrDefault("shown failed", 0L) > failures * calls) {
            passed.add("failure-share");
        }
        decisions(limits, report, passed);
        Double psi = limits.psi();
        if (psi != null && report.drift().stream().anyMatch(drift -> drift.psi() > psi && drift.isSignificant())) {
            passed.add("psi");
        }
        performance(limits, report, passed);
        return passed;
    }

    private static void decisions(MonitoringLimits limits, UseReport report, List<String> passed) {
        long overridden = 0;
        long all = 0;
        for (Map.Entry<String, Long> decision : report.decisions().entrySet()) {
            all += decision.getValue();
            overridden += decision.getKey().startsWith("overridden ") ? decision.getValue() : 0;
        }
        Double share = limits.overrideShare();
        if (share != null && all >= limits.minimumCalls() && overridden > share * all) {
            passed.add("override-share");
        }
    }

    /** A limit on the AUROC is passed when even the upper end of the interval is below it: chance alone moves nothing. */
    private static void performance(MonitoringLimits limits, UseReport report, List<String> passed) {
        Double least = limits.auroc();
        Double error = limits.calibrationError();
        for (UseReport.Performance performance : report.performance()) {
            boolean isOfAll = performance.subgroup().equals("all") && performance.n() >= limits.minimumCalls();
            Double upper = performance.upper();
            if (isOfAll && least != null && upper != null && upper < least) {
                passed.add("auroc");
            }
            if (isOfAll && error != null && performance.calibrationError() > error) {
                passed.add("calibration-error");
            }
        }
    }
}
