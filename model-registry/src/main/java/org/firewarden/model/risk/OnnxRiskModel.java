package org.firewarden.model.risk;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.firewarden.model.feature.ChartReader;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.risk.RiskAnswer.Input;
import org.firewarden.model.risk.RiskAnswer.Risk;
import org.firewarden.model.runtime.InferenceException;
import org.firewarden.model.runtime.InferenceSession;

/**
 * A risk model that is an ONNX artifact with its manifest. It first asks whether it holds for the patient, then whether it
 * has all its inputs, and only then runs; a feature that is no input of the artifact must be known, too, because it may rule
 * the model out.
 */
final class OnnxRiskModel implements RiskModel {

    private final ModelVersion version;
    private final ShippedModel model;
    private final Applicability applicability;
    private final ChartReader reader;
    private final InferenceSession session;

    OnnxRiskModel(ModelVersion version, ShippedModel model, ChartReader reader, InferenceSession session) {
        this.version = version;
        this.model = model;
        this.applicability = new Applicability(model.features(), model.manifest());
        this.reader = reader;
        this.session = session;
    }

    @Override
    public ModelVersion version() {
        return version;
    }

    @Override
    public FeatureSpec features() {
        return model.features();
    }

    @Override
    public RiskAnswer assess(PatientChart chart, LocalDate today) {
        Map<String, FeatureValue> values = reader.read(features(), chart, today);
        List<Input> inputs = features().features().stream()
                .map(feature -> new Input(feature.name(), feature.title(), value(values, feature.name())))
                .toList();
        List<String> reasons = applicability.reasonsAgainst(values);
        if (!reasons.isEmpty()) {
            return new RiskAnswer.NotApplicable(reasons, inputs);
        }
        RiskAnswer.Incomplete incomplete = new RiskAnswer.Incomplete(inputs);
        if (!incomplete.missing().isEmpty()) {
            return incomplete;
        }
        return new RiskAnswer.Assessed(risks(row(values)), inputs);
    }

    private double[] row(Map<String, FeatureValue> values) {
        return model.manifest().inputs().stream()
                .mapToDouble(name -> {
                    if (value(values, name) instanceof FeatureValue.Present present) {
                        return present.value();
                    }
                    throw new IllegalStateException("an input is missing that was not noticed");
                })
                .toArray();
    }

    private List<Risk> risks(double[] row) {
        double[] probabilities = session.run(new double[][] {row})[0];
        List<Risk> risks = new ArrayList<>();
        for (int i = 0; i < probabilities.length; i++) {
            if (probabilities[i] < 0 || probabilities[i] > 1) {
                throw new InferenceException("the model answered something that is no probability", null);
            }
            ModelManifest.Output output = model.manifest().outputs().get(i);
            risks.add(new Risk(output.code(), output.title(), probabilities[i]));
        }
        return risks;
    }

    private static FeatureValue value(Map<String, FeatureValue> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
