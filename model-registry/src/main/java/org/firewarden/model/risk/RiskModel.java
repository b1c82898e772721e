package org.firewarden.model.risk;

import java.time.LocalDate;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.model.registry.ModelVersion;

/** One model version that estimates risks of one patient. Safe for many threads. */
public interface RiskModel {

    /** Which version answers. */
    ModelVersion version();

    /** What it reads. */
    FeatureSpec features();

    /**
     * Estimates the risks.
     *
     * @param today the day of the estimate: ages and windows are counted from it
     * @throws org.firewarden.model.runtime.InferenceException if the model cannot be run or answers no number
     */
    RiskAnswer assess(PatientChart chart, LocalDate today);
}
