package org.firewarden.model.admission;

import java.util.ArrayList;
import java.util.List;
import org.firewarden.model.manifest.GoldenSet;
import org.firewarden.model.manifest.ModelDefinition;
import org.firewarden.model.runtime.InferenceSession;
import org.firewarden.problem.Problem;

/** A score that calls itself additive must be: over its golden set, the parts of its inputs or groups add up to the whole. */
final class AdditiveCheck {

    private static final double TOLERANCE = 1e-9;

    private final ModelDefinition definition;

    AdditiveCheck(ModelDefinition definition) {
        this.definition = definition;
    }

    List<Problem> problems(InferenceSession session) {
        double[] baseline = GoldenRun.row(definition.manifest().explanation().baseline());
        double[] atBaseline = session.run(new double[][] {baseline})[0];
        for (GoldenSet.Row row : definition.manifest().golden().rows()) {
            double[] whole = GoldenRun.row(row.inputs());
            List<double[]> rows = new ArrayList<>();
            rows.add(whole);
            for (List<String> part : parts()) {
                double[] without = whole.clone();
                part.forEach(name -> {
                    int column = definition.manifest().inputs().indexOf(name);
                    without[column] = baseline[column];
                });
                rows.add(without);
            }
            double[][] answers = session.run(rows.toArray(double[][]::new));
            for (int output = 0; output < atBaseline.length; output++) {
                double rest = answers[0][output] - atBaseline[output];
                for (int part = 1; part < answers.length; part++) {
                    rest -= answers[0][output] - answers[part][output];
                }
                if (Math.abs(rest) > TOLERANCE) {
                    return List.of(
                            Problem.invalid("not-additive", "The score is not additive in its inputs and groups."));
                }
            }
        }
        return List.of();
    }

    private List<List<String>> parts() {
        List<List<String>> parts =
                new ArrayList<>(definition.manifest().explanation().groups().values());
        definition.manifest().inputs().stream()
                .filter(input -> definition.manifest().explanation().groups().values().stream()
                        .noneMatch(group -> group.contains(input)))
                .forEach(input -> parts.add(List.of(input)));
        return parts;
    }
}
