package org.firewarden.cds.service;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firewarden.access.CodedValue;
import org.firewarden.model.feature.DemographicFeature;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.feature.Interval;
import org.firewarden.model.feature.MeasurementFeature;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.model.registry.ModelCard;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.risk.CallSubject;
import org.firewarden.model.risk.Contributions;
import org.firewarden.model.risk.RiskAnswer;
import org.firewarden.model.risk.RiskModel;
import org.firewarden.model.risk.RiskModels;
import org.firewarden.model.risk.Selection;
import org.firewarden.model.runtime.OverloadedException;

/** A model of a test: it gives the answer that the test sets, and remembers the chart that it was given. */
public final class FixedModel implements RiskModel, RiskModels {

    /** The unit of its measurement, which no honest model would have. */
    public static final String HOSTILE_UNIT = "mm[Hg]<img src=x>";

    private RiskAnswer answer = assessed(0.147, 0.092);
    private boolean isInProduction = true;
    private boolean isBroken;
    private boolean isOverloaded;
    private boolean hasCanary;
    private boolean hasSilent;
    private boolean isDisabledWhenAsked;
    private boolean isDisabled;
    private final List<PatientChart> charts = new ArrayList<>();

    /** An answer with the two risks that the service shows. */
    public static RiskAnswer assessed(double cvd, double ascvd) {
        return new RiskAnswer.Assessed(
                List.of(
                        new RiskAnswer.Risk("cvd", "Cardiovascular disease", cvd),
                        new RiskAnswer.Risk("ascvd", "Atherosclerotic cardiovascular disease", ascvd)),
                inputs());
    }

    /** What the chart said: an age, a blood pressure, a diabetes that nothing is recorded of. */
    public static List<RiskAnswer.Input> inputs() {
        return List.of(
                new RiskAnswer.Input("age", "Age", new FeatureValue.Present(50, "a", null, "Patient/17")),
                new RiskAnswer.Input(
                        "systolic_blood_pressure",
                        "Systolic blood pressure",
                        new FeatureValue.Present(160, "mm[Hg]", LocalDate.parse("2026-05-04"), "Observation/1")),
                new RiskAnswer.Input("undeclared", "Undeclared", new FeatureValue.Present(1, "<b>", null, null)),
                new RiskAnswer.Input("hdl", "HDL cholesterol", new FeatureValue.Missing("no result <script>")));
    }

    /** Sets the answer. */
    public void answer(RiskAnswer next) {
        answer = next;
    }

    /** Puts the model back to its first state, and forgets charts. */
    public void reset() {
        answer = assessed(0.147, 0.092);
        isInProduction = true;
        isBroken = false;
        isOverloaded = false;
        hasCanary = false;
        hasSilent = false;
        isDisabledWhenAsked = false;
        isDisabled = false;
        charts.clear();
    }

    /** Takes the model out of production. */
    public void withdraw() {
        isInProduction = false;
    }

    /** Makes the model fail. */
    public void breakDown() {
        isBroken = true;
    }

    /** Has more calls wait for the model than may. */
    public void overload() {
        isOverloaded = true;
    }

    /** Makes each call fall to a canary. */
    public void showCanary() {
        hasCanary = true;
    }

    /** Has versions 2.0.0 and 3.0.0 run beside the one that is shown; the latter fails. */
    public void addSilentVersions() {
        hasSilent = true;
    }

    /** Has somebody disable the model while it answers. */
    public void disableWhenAsked() {
        isDisabledWhenAsked = true;
    }

    @Override
    public boolean isDisabled(ModelVersion version) {
        return isDisabled;
    }

    @Override
    public Selection select(String modelId, CallSubject subject) {
        List<RiskModel> silent =
                hasSilent ? List.of(new SilentVersion(this, false), new SilentVersion(this, true)) : List.of();
        return new Selection(inProduction(modelId), hasCanary, silent);
    }

    /** A version that runs beside this one. */
    private record SilentVersion(FixedModel shown, boolean isFailing) implements RiskModel {

        @Override
        public ModelVersion version() {
            ModelVersion version = shown.version();
            return new ModelVersion(
                    version.modelId(), isFailing ? "3.0.0" : "2.0.0", "cd".repeat(32), Stage.SILENT, version.card());
        }

        @Override
        public FeatureSpec features() {
            return shown.features();
        }

        @Override
        public RiskAnswer assess(PatientChart chart, LocalDate today) {
            if (isFailing) {
                throw new IllegalStateException("fails silently");
            }
            return assessed(0.9, 0.9);
        }
    }

    /** The charts it was given. */
    public List<PatientChart> charts() {
        return charts;
    }

    @Override
    public Optional<RiskModel> inProduction(String modelId) {
        return isInProduction && modelId.equals("prevent-base-10y") ? Optional.of(this) : Optional.empty();
    }

    @Override
    public ModelVersion version() {
        ModelCard card = new ModelCard(
                "A model",
                "A developer",
                "Use",
                "Adults of 30 to 79 years",
                List.of(),
                List.of(),
                List.of("Not validated <here>"),
                List.of(),
                "Performance",
                "Citation",
                "Licence");
        return new ModelVersion("prevent-base-10y", "1.0.0", "ab".repeat(32), Stage.PRODUCTION, card);
    }

    @Override
    public FeatureSpec features() {
        return new FeatureSpec(
                "test",
                "1.0.0",
                List.of(
                        new DemographicFeature("age", "Age", DemographicFeature.Element.AGE),
                        new MeasurementFeature(
                                "systolic_blood_pressure",
                                "Systolic blood pressure",
                                List.of(new CodedValue("http://loinc.org", "8480-6")),
                                List.of(),
                                Period.ofYears(2),
                                HOSTILE_UNIT,
                                null,
                                Interval.closed(40, 320))));
    }

    @Override
    public Optional<Contributions> explain(RiskAnswer.Assessed given, String outcome) {
        return Optional.of(new Contributions(
                outcome,
                0.05,
                List.of(
                        new Contributions.Contribution("age", "Age", 0.037),
                        new Contributions.Contribution("systolic_blood_pressure", "Systolic blood pressure", 0.06)),
                false));
    }

    @Override
    public RiskAnswer assess(PatientChart chart, LocalDate today) {
        if (isOverloaded) {
            throw new OverloadedException("too many calls wait for the model");
        }
        if (isBroken) {
            throw new IllegalStateException("broken on purpose, patient Chalmers");
        }
        charts.add(chart);
        isDisabled |= isDisabledWhenAsked;
        return answer;
    }
}
