package org.firewarden.train.run;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import org.firewarden.model.onnx.DataflowGraph;
import org.firewarden.model.onnx.ElementType;
import org.firewarden.train.cohort.FeatureEncoding;
import org.firewarden.train.evaluate.Recalibration;
import org.firewarden.train.graph.Examples;
import org.firewarden.train.graph.Network;
import org.firewarden.train.tree.BoostedTrees;

/**
 * What training yields: a scorer with its recalibration. Its artifact reads feature values as serving has them, float64
 * {@code [N, features]} with substitutes for what is not known, and answers one probability, float64 {@code [N, 1]}.
 */
record FittedModel(FeatureEncoding encoding, Scorer scorer, Recalibration recalibration) {

    /** Scores encoded rows. */
    sealed interface Scorer {

        double[] probabilities(Examples examples);

        /** Writes the logits, float32 {@code [N, 1]}. */
        String write(DataflowGraph graph, String columns);

        /** How many parameters or nodes it has is of no matter; what it is called is. */
        String description();
    }

    /** A network. */
    record OfNetwork(Network network) implements Scorer {

        @Override
        public double[] probabilities(Examples examples) {
            return network.probabilities(examples);
        }

        @Override
        public String write(DataflowGraph graph, String columns) {
            return network.write(graph, columns);
        }

        @Override
        public String description() {
            return network.shape().description();
        }
    }

    /** Trees. */
    record OfTrees(BoostedTrees trees) implements Scorer {

        @Override
        public double[] probabilities(Examples examples) {
            return trees.probabilities(examples);
        }

        @Override
        public String write(DataflowGraph graph, String columns) {
            return trees.write(graph, columns);
        }

        @Override
        public String description() {
            return "gradient-boosted trees, " + trees.trees();
        }
    }

    /** The probabilities of encoded rows, recalibrated. */
    double[] probabilities(Examples examples) {
        return recalibration.apply(scorer.probabilities(examples));
    }

    /** The artifact. The same model gives the same bytes. */
    byte[] toFile(SortedMap<String, String> metadata) {
        DataflowGraph graph = new DataflowGraph("model");
        String x = graph.input("x", ElementType.DOUBLE, DataflowGraph.ANY, encoding.features());
        String logit = scorer.write(graph, encoding.write(graph, x));
        String wide = graph.node("Cast", Map.of("to", ElementType.DOUBLE.number()), logit);
        graph.output("risk", recalibrated(graph, wide), ElementType.DOUBLE, DataflowGraph.ANY, 1);
        return graph.toFile(metadata);
    }

    private String recalibrated(DataflowGraph graph, String logit) {
        if (recalibration instanceof Recalibration.Platt platt) {
            String scaled = graph.node("Mul", logit, graph.scalar(platt.slope()));
            return sigmoid(graph, graph.node("Add", scaled, graph.scalar(platt.intercept())));
        }
        String probability = sigmoid(graph, logit);
        if (recalibration instanceof Recalibration.Isotonic isotonic) {
            return piecewise(graph, probability, isotonic);
        }
        return probability;
    }

    private static String sigmoid(DataflowGraph graph, String logit) {
        String one = graph.scalar(1.0);
        return graph.node("Div", one, graph.node("Add", one, graph.node("Exp", graph.node("Neg", logit))));
    }

    /** The lines between blocks: the sum over blocks of the share of the block that the probability has passed, times its rise. */
    private static String piecewise(DataflowGraph graph, String probability, Recalibration.Isotonic isotonic) {
        int n = isotonic.from().size();
        double[] starts = new double[Math.max(1, n - 1)];
        double[] lengths = new double[starts.length];
        double[] rises = new double[starts.length];
        Arrays.fill(lengths, 1);
        for (int i = 1; i < n; i++) {
            starts[i - 1] = isotonic.from().get(i - 1);
            lengths[i - 1] = isotonic.from().get(i) - isotonic.from().get(i - 1);
            rises[i - 1] = isotonic.to().get(i) - isotonic.to().get(i - 1);
        }
        String passed = graph.node(
                "Div",
                graph.node("Sub", probability, graph.tensor(starts, 1, starts.length)),
                graph.tensor(lengths, 1, lengths.length));
        String share = graph.node("Min", graph.node("Max", passed, graph.scalar(0.0)), graph.scalar(1.0));
        String rise = graph.node("MatMul", share, graph.tensor(rises, rises.length, 1));
        return graph.node("Add", rise, graph.scalar(isotonic.to().get(0).doubleValue()));
    }
}
