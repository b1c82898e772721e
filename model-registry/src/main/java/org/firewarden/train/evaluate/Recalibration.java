package org.firewarden.train.evaluate;

import java.util.ArrayList;
import java.util.List;

/** Turns the probabilities of a model into ones that come true as often as they say; learnt from people it was not trained on. */
public sealed interface Recalibration {

    /** The name that reports state. */
    String method();

    /** The probability instead. */
    double apply(double probability);

    /** All of them. */
    default double[] apply(double[] probabilities) {
        double[] changed = new double[probabilities.length];
        for (int i = 0; i < changed.length; i++) {
            changed[i] = apply(probabilities[i]);
        }
        return changed;
    }

    /** Leaves them as they are. */
    record None() implements Recalibration {

        @Override
        public String method() {
            return "none";
        }

        @Override
        public double apply(double probability) {
            return probability;
        }
    }

    /** Platt 1999: a line on the log-odds. */
    record Platt(double intercept, double slope) implements Recalibration {

        @Override
        public String method() {
            return "platt";
        }

        @Override
        public double apply(double probability) {
            return 1 / (1 + Math.exp(-(intercept + slope * Calibration.logit(probability))));
        }

        /** Learns the line; one that falls, which would turn the ranking round, is refused. */
        public static Recalibration fit(Scored scored) {
            Calibration.Line line = Calibration.line(scored);
            return line.slope() > 0 ? new Platt(line.intercept(), line.slope()) : new None();
        }
    }

    /**
     * Isotonic regression by pooling adjacent violators (Zadrozny and Elkan 2002), then a line between the blocks.
     *
     * @param from the mean probability of each block, rising
     * @param to the share of outcomes of each block, rising
     */
    record Isotonic(List<Double> from, List<Double> to) implements Recalibration {

        /** Copies the lists. */
        public Isotonic {
            from = List.copyOf(from);
            to = List.copyOf(to);
            if (from.isEmpty() || from.size() != to.size()) {
                throw new IllegalArgumentException("each block has two ends");
            }
        }

        @Override
        public String method() {
            return "isotonic";
        }

        @Override
        public double apply(double probability) {
            if (probability <= from.get(0)) {
                return to.get(0);
            }
            for (int i = 1; i < from.size(); i++) {
                if (probability <= from.get(i)) {
                    double share = (probability - from.get(i - 1)) / (from.get(i) - from.get(i - 1));
                    return to.get(i - 1) + share * (to.get(i) - to.get(i - 1));
                }
            }
            return to.get(to.size() - 1);
        }

        /** Learns the blocks. */
        public static Isotonic fit(Scored scored) {
            int[] order = Discrimination.ascending(scored.probabilities());
            List<double[]> blocks = new ArrayList<>();
            for (int index : order) {
                blocks.add(new double[] {scored.probabilities()[index], scored.labels()[index], 1});
                while (blocks.size() > 1 && violates(blocks)) {
                    double[] last = blocks.remove(blocks.size() - 1);
                    double[] before = blocks.get(blocks.size() - 1);
                    for (int i = 0; i < 3; i++) {
                        before[i] += last[i];
                    }
                }
            }
            return new Isotonic(
                    blocks.stream().map(block -> block[0] / block[2]).toList(),
                    blocks.stream().map(block -> block[1] / block[2]).toList());
        }

        private static boolean violates(List<double[]> blocks) {
            double[] last = blocks.get(blocks.size() - 1);
            double[] before = blocks.get(blocks.size() - 2);
            return before[1] / before[2] >= last[1] / last[2] || before[0] / before[2] >= last[0] / last[2];
        }
    }
}
