package org.firewarden.cds.service;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.model.risk.Contributions;
import org.firewarden.model.risk.RiskAnswer;
import org.firewarden.model.risk.RiskModels;
import org.firewarden.model.runtime.OverloadedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came of running the chosen versions on one chart.
 *
 * @param runs those that answered
 * @param failed those that could not be run: a model that fails must not disturb the clinician's work
 * @param shed those that were not begun for want of room or time: nothing failed
 */
record ModelRuns(List<ModelRun> runs, List<ModelChoice.Chosen> failed, List<ModelChoice.Chosen> shed) {

    static final ModelRuns NONE = new ModelRuns(List.of(), List.of(), List.of());

    private static final Logger LOG = LoggerFactory.getLogger(ModelRuns.class);

    /** Copies the lists. */
    ModelRuns {
        runs = List.copyOf(runs);
        failed = List.copyOf(failed);
        shed = List.copyOf(shed);
    }

    /**
     * Runs them one after the other.
     *
     * @param isOver whether nobody waits for the answer any more; then no other version is begun
     */
    static ModelRuns of(
            ModelChoice choice, PatientChart chart, ZonedDateTime now, String correlationId, BooleanSupplier isOver) {
        List<ModelRun> runs = new ArrayList<>();
        List<ModelChoice.Chosen> failed = new ArrayList<>();
        List<ModelChoice.Chosen> shed = new ArrayList<>();
        for (ModelChoice.Chosen each : choice.chosen()) {
            if (isOver.getAsBoolean()) {
                shed.add(each);
                continue;
            }
            try {
                runs.add(run(each, chart, now));
            } catch (OverloadedException e) {
                // No card of this version; metrics count it, and the log tells of all of a minute at once.
                shed.add(each);
            } catch (RuntimeException e) {
                // No card of this version, and the audit trail says why; the others go on.
                LOG.error(
                        "A model failed: correlation {}, exception {}",
                        correlationId,
                        e.getClass().getName());
                failed.add(each);
            }
        }
        return new ModelRuns(runs, failed, shed);
    }

    /** Those of versions that were not disabled while they ran. */
    ModelRuns stillInUse(RiskModels models) {
        return new ModelRuns(
                runs.stream()
                        .filter(run -> !models.isDisabled(run.model().version()))
                        .toList(),
                failed,
                shed);
    }

    /** Whether one that would have been shown was not begun. */
    boolean isShownShed() {
        return shed.stream().anyMatch(each -> !each.isSilent());
    }

    boolean hasAnswer() {
        return runs.stream().anyMatch(run -> !run.isSilent());
    }

    private static ModelRun run(ModelChoice.Chosen chosen, PatientChart chart, ZonedDateTime now) {
        long start = System.nanoTime();
        RiskAnswer answer = chosen.model().assess(chart, now);
        Optional<Contributions> contributions = answer instanceof RiskAnswer.Assessed assessed
                ? chosen.model().explain(assessed, chosen.use().leadingOutcome())
                : Optional.empty();
        return new ModelRun(
                UUID.randomUUID(),
                chosen.use(),
                chosen.model(),
                answer,
                contributions,
                chosen.isSilent(),
                chosen.isCanary(),
                Duration.ofNanos(System.nanoTime() - start));
    }
}
