package org.firewarden.model.risk;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.firewarden.model.feature.ChartReader;
import org.firewarden.model.feature.Feature;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.feature.Moment;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.model.manifest.ModelDefinition;
import org.firewarden.model.manifest.ModelOutput;
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
    private final ModelDefinition definition;
    private final Applicability applicability;
    private final Explanation explanation;
    private final ChartReader reader;
    private final InferenceSession session;

    OnnxRiskModel(ModelVersion version, ModelDefinition definition, ChartReader reader, InferenceSession session) {
        this.version = version;
        this.definition = definition;
        this.applicability =
                new Applicability(definition.features(), definition.manifest().applicability());
        this.explanation = new Explanation(definition);
        this.reader = reader;
        this.session = session;
    }

    @Override
    public ModelVersion version() {
        return version;
    }

    @Override
    public FeatureSpec features() {
        return definition.features();
    }

    @Override
    public List<ModelOutput> outputs() {
        return definition.manifest().outputs();
    }

    @Override
    public RiskAnswer assess(PatientChart chart, LocalDate today) {
        return assess(chart, Moment.day(today));
    }

    @Override
    public RiskAnswer assess(PatientChart chart, ZonedDateTime now) {
        return assess(chart, Moment.at(now));
    }

    private RiskAnswer assess(PatientChart chart, Moment moment) {
        Map<String, FeatureValue> values = reader.read(features(), chart, moment);
        List<Input> inputs = features().features().stream()
                .map(feature -> new Input(feature.name(), feature.title(), value(values, feature.name())))
                .toList();
        List<String> reasons = applicability.reasonsAgainst(values);
        if (!reasons.isEmpty()) {
            return new RiskAnswer.NotApplicable(reasons, inputs);
        }
        boolean isIncomplete = features().features().stream()
                .anyMatch(feature -> value(values, feature.name()) instanceof FeatureValue.Missing
                        && feature.substitute().isEmpty());
        if (isIncomplete) {
            return new RiskAnswer.Incomplete(inputs);
        }
        return new RiskAnswer.Assessed(risks(row(inputs)), inputs);
    }

    @Override
    public Optional<Contributions> explain(RiskAnswer.Assessed answer, String outcome) {
        ModelOutput output = definition
                .manifest()
                .output(outcome)
                .orElseThrow(() -> new IllegalArgumentException("this model has no such output"));
        return Optional.of(explanation.explain(output, row(answer.inputs()), session::run));
    }

    private double[] row(List<Input> inputs) {
        return definition.manifest().inputs().stream()
                .mapToDouble(name -> number(name, inputs))
                .toArray();
    }

    private double number(String name, List<Input> inputs) {
        Input input = inputs.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the answer is not of this model"));
        if (input.value() instanceof FeatureValue.Present present) {
            return present.value();
        }
        OptionalDouble substitute =
                features().feature(name).map(Feature::substitute).orElse(OptionalDouble.empty());
        return substitute.orElseThrow(() -> new IllegalStateException("an input is missing that was not noticed"));
    }

    private List<Risk> risks(double[] row) {
        double[] numbers = session.run(new double[][] {row})[0];
        List<Risk> risks = new ArrayList<>();
        for (ModelOutput output : outputs()) {
            double number = numbers[risks.size()];
            if (!(number >= output.minimum() && number <= output.maximum())) {
                throw new InferenceException("the model answered a number that its output cannot have", null);
            }
            risks.add(new Risk(output.code(), output.title(), number, output.kind(), output.unit()));
        }
        return risks;
    }

    private static FeatureValue value(Map<String, FeatureValue> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
