package org.firewarden.deid.engine.tagger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Trains a {@link Head} by Adam on the cross-entropy of its tags. The same rows and seed give the same weights. */
final class HeadTraining {

    /** What is seen of a word and the tag that is right. */
    @SuppressWarnings("ArrayRecordComponent") // Made once, never compared.
    record Row(float[] input, int tag) {}

    private static final int BATCH = 64;
    private static final double RATE = 1e-3;
    private static final double DECAY = 1e-4;
    /** The share of inputs that is left out of each step. */
    private static final double DROPOUT = 0.2;

    private final int inputs;
    private final int hidden;
    /** The share of steps that do not see the word itself, so that no name is learned by heart. */
    private final double covering;

    private final Random random;
    private final float[] first;
    private final float[] second;
    private final Adam adamFirst;
    private final Adam adamSecond;

    HeadTraining(int inputs, int hidden, double covering, long seed) {
        this.inputs = inputs;
        this.covering = covering;
        this.hidden = hidden;
        this.random = new Random(seed);
        first = new float[hidden * (inputs + 1)];
        second = new float[Head.TAGS * (hidden + 1)];
        for (int i = 0; i < first.length; i++) {
            boolean isUnseen = covering >= 1 && isPlain(i % (inputs + 1));
            first[i] = isUnseen ? 0 : (float) (random.nextGaussian() * Math.sqrt(1.0 / inputs));
        }
        for (int i = 0; i < second.length; i++) {
            second[i] = (float) (random.nextGaussian() * Math.sqrt(1.0 / hidden));
        }
        adamFirst = new Adam(first.length);
        adamSecond = new Adam(second.length);
    }

    Head train(List<Row> rows, int epochs) {
        List<Row> shuffled = new ArrayList<>(rows);
        for (int epoch = 0; epoch < epochs; epoch++) {
            Collections.shuffle(shuffled, random);
            for (int from = 0; from < shuffled.size(); from += BATCH) {
                step(shuffled.subList(from, Math.min(from + BATCH, shuffled.size())));
            }
        }
        return new Head(inputs, hidden, first, second);
    }

    private static boolean isPlain(int input) {
        return input >= Encoder.WIDTH && input < 2 * Encoder.WIDTH;
    }

    private void step(List<Row> batch) {
        double[] gradFirst = new double[first.length];
        double[] gradSecond = new double[second.length];
        for (Row row : batch) {
            accumulate(row, gradFirst, gradSecond, 1.0 / batch.size());
        }
        adamFirst.step(first, gradFirst);
        adamSecond.step(second, gradSecond);
    }

    private void accumulate(Row row, double[] gradFirst, double[] gradSecond, double weight) {
        float[] input = row.input().clone();
        boolean isCovered = random.nextDouble() < covering;
        for (int i = 0; i < inputs; i++) {
            boolean isOut = random.nextDouble() < DROPOUT || (isCovered && isPlain(i));
            input[i] = isOut ? 0 : (float) (input[i] / (1 - DROPOUT));
        }
        double[] units = new double[hidden];
        for (int h = 0; h < hidden; h++) {
            int at = h * (inputs + 1);
            double sum = first[at + inputs];
            for (int i = 0; i < inputs; i++) {
                sum += first[at + i] * input[i];
            }
            units[h] = Math.max(0, sum);
        }
        double[] shares = new double[Head.TAGS];
        for (int t = 0; t < Head.TAGS; t++) {
            int at = t * (hidden + 1);
            shares[t] = second[at + hidden];
            for (int h = 0; h < hidden; h++) {
                shares[t] += second[at + h] * units[h];
            }
        }
        double largest = Arrays.stream(shares).max().orElseThrow();
        double total = 0;
        for (int t = 0; t < Head.TAGS; t++) {
            shares[t] = Math.exp(shares[t] - largest);
            total += shares[t];
        }
        double[] gradUnits = new double[hidden];
        for (int t = 0; t < Head.TAGS; t++) {
            double error = (shares[t] / total - (t == row.tag() ? 1 : 0)) * weight;
            int at = t * (hidden + 1);
            gradSecond[at + hidden] += error;
            for (int h = 0; h < hidden; h++) {
                gradSecond[at + h] += error * units[h];
                gradUnits[h] += error * second[at + h];
            }
        }
        for (int h = 0; h < hidden; h++) {
            if (units[h] > 0) {
                int at = h * (inputs + 1);
                gradFirst[at + inputs] += gradUnits[h];
                for (int i = 0; i < inputs; i++) {
                    gradFirst[at + i] += gradUnits[h] * input[i];
                }
            }
        }
    }

    /** Kingma and Ba 2015, algorithm 1, with decoupled weight decay. */
    private static final class Adam {
        private final double[] mean;
        private final double[] square;
        private int steps;

        Adam(int length) {
            mean = new double[length];
            square = new double[length];
        }

        void step(float[] weights, double[] gradient) {
            steps++;
            double meanBias = 1 - Math.pow(0.9, steps);
            double squareBias = 1 - Math.pow(0.999, steps);
            for (int i = 0; i < weights.length; i++) {
                mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
                square[i] = 0.999 * square[i] + 0.001 * gradient[i] * gradient[i];
                double change = mean[i] / meanBias / (Math.sqrt(square[i] / squareBias) + 1e-8);
                weights[i] -= (float) (RATE * (change + DECAY * weights[i]));
            }
        }
    }
}
