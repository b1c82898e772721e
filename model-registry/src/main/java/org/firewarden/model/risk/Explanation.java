package org.firewarden.model.risk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.firewarden.model.feature.Feature;
import org.firewarden.model.manifest.ExplanationMethod;
import org.firewarden.model.manifest.ModelDefinition;
import org.firewarden.model.manifest.ModelOutput;
import org.firewarden.model.risk.Contributions.Contribution;

/** Explains estimates of one model version as its manifest says. Pure but for the runs of the model. */
final class Explanation {

    private final ModelDefinition definition;
    private final double[] baseline;
    private final Map<String, int[]> players;

    Explanation(ModelDefinition definition) {
        this.definition = definition;
        this.baseline = definition.manifest().explanation().baseline().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        this.players = players(definition);
    }

    /**
     * What each input, or group of inputs, contributed.
     *
     * @param model runs the model over rows
     */
    Contributions explain(ModelOutput output, double[] row, Function<double[][], double[][]> model) {
        int column = definition.manifest().outputs().indexOf(output);
        Function<double[][], double[]> function = rows -> {
            double[][] numbers = model.apply(rows);
            double[] one = new double[numbers.length];
            for (int i = 0; i < one.length; i++) {
                one[i] = numbers[i][column];
            }
            return one;
        };
        ShapleyValues values = new ShapleyValues(players.values().toArray(int[][]::new), baseline, function);
        ExplanationMethod method = definition.manifest().explanation();
        boolean isAdditive = method.kind() == ExplanationMethod.Kind.ADDITIVE;
        boolean isFew = players.size() <= ShapleyValues.FEW;
        double[] amounts;
        if (isAdditive) {
            amounts = values.additive(row);
        } else {
            amounts = isFew ? values.exact(row) : values.sampled(row, method.samples(), method.seed());
        }
        List<Contribution> each = new ArrayList<>();
        for (String name : players.keySet()) {
            each.add(new Contribution(name, title(name), amounts[each.size()]));
        }
        double atBaseline = function.apply(new double[][] {baseline})[0];
        return new Contributions(output.code(), atBaseline, each, isAdditive || isFew);
    }

    private String title(String name) {
        return definition.features().feature(name).map(Feature::title).orElse(name);
    }

    /** The columns of each input or group, in the order of the first column of each. */
    private static Map<String, int[]> players(ModelDefinition definition) {
        List<String> inputs = definition.manifest().inputs();
        Map<String, int[]> players = new LinkedHashMap<>();
        for (String input : inputs) {
            Map.Entry<String, List<String>> group = definition.manifest().explanation().groups().entrySet().stream()
                    .filter(entry -> entry.getValue().contains(input))
                    .findFirst()
                    .orElse(Map.entry(input, List.of(input)));
            players.putIfAbsent(
                    group.getKey(),
                    group.getValue().stream().mapToInt(inputs::indexOf).toArray());
        }
        return players;
    }
}
