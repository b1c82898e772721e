package org.firewarden.model.risk;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.model.manifest.ModelOutput;
import org.firewarden.model.registry.ModelVersion;

/** One model version that estimates risks of one patient. Safe for many threads. */
public interface RiskModel {

    /** Which version answers. */
    ModelVersion version();

    /** What it reads. */
    FeatureSpec features();

    /** What its numbers are: kind, unit, thresholds, calibration. */
    default List<ModelOutput> outputs() {
        return List.of();
    }

    /**
     * Estimates the risks.
     *
     * @param today the day of the estimate: ages and windows are counted from it
     * @throws org.firewarden.model.runtime.InferenceException if the model cannot be run or answers no number
     */
    RiskAnswer assess(PatientChart chart, LocalDate today);

    /** As {@link #assess(PatientChart, LocalDate)}, with windows of hours counted from the time of day. */
    default RiskAnswer assess(PatientChart chart, ZonedDateTime now) {
        return assess(chart, now.toLocalDate());
    }

    /**
     * What each input contributed to one estimate of an answer that this very version gave. The same answer always has the same
     * contributions.
     *
     * @param outcome the code of the output
     * @return empty if the model explains nothing
     * @throws org.firewarden.model.runtime.InferenceException if the model cannot be run
     */
    default Optional<Contributions> explain(RiskAnswer.Assessed answer, String outcome) {
        return Optional.empty();
    }
}
