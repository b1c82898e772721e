package org.firewarden.train.graph;

import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.firewarden.train.noise.GaussianNoise;
import org.firewarden.train.noise.NoiseGrid;
import org.firewarden.train.noise.PoissonSampling;

/**
 * The same training in plain Java and float64, written the long way: each patient's gradient is made whole, measured, clipped
 * and added. It shares the draws of patients and noise with {@link GraphTrainer} and nothing else.
 */
final class OracleTrainer {

    private final Architecture shape;
    private final Optimizer optimizer;

    OracleTrainer(Architecture shape, Optimizer optimizer) {
        this.shape = shape;
        this.optimizer = optimizer;
    }

    double[] train(Network from, Examples examples, Schedule schedule, LongFunction<LongSupplier> streams) {
        double[] theta = doubles(from.parameters());
        double[] m = new double[theta.length];
        double[] v = new double[theta.length];
        double rate = schedule.samplingRate(examples.patients());
        for (int step = 0; step < schedule.steps(); step++) {
            double[] sum = new double[theta.length];
            for (int patient : PoissonSampling.draw(examples.patients(), rate, streams.apply(2L * step))) {
                add(sum, clipped(theta, examples, patient, schedule));
            }
            addNoise(sum, schedule, examples.patients(), examples.greatestGroup(), rate, streams.apply(2L * step + 1));
            for (int i = 0; i < theta.length; i++) {
                double g = sum[i] / schedule.expectedBatch();
                if (optimizer == Optimizer.ADAM) {
                    m[i] = 0.9 * m[i] + 0.1 * g;
                    v[i] = 0.999 * v[i] + 0.001 * g * g;
                    double mean = m[i] / (1 - Math.pow(0.9, step + 1));
                    double deviation = Math.sqrt(v[i] / (1 - Math.pow(0.999, step + 1)));
                    theta[i] -= schedule.learningRate() * mean / (deviation + 1e-8);
                } else {
                    m[i] = 0.9 * m[i] + g;
                    theta[i] -= schedule.learningRate() * m[i];
                }
            }
        }
        return theta;
    }

    double[] gradient(double[] theta, Examples examples, int patient, Schedule schedule) {
        double[] gradient = new double[theta.length];
        int count = examples.end(patient) - examples.start(patient);
        for (int row = examples.start(patient); row < examples.end(patient); row++) {
            double label = examples.labels()[row];
            double weight = (label > 0 ? schedule.positiveWeight() : 1) / count;
            double[] x = new double[examples.columns()];
            for (int i = 0; i < x.length; i++) {
                x[i] = examples.features()[row * examples.columns() + i];
            }
            if (shape instanceof GruShape gru) {
                new GruOracle(gru).addGradient(gradient, theta, x, label, weight);
            } else {
                addRow(gradient, theta, x, label, weight);
            }
        }
        return gradient;
    }

    private void addRow(double[] gradient, double[] theta, double[] x, double label, double weight) {
        var layers = shape.layers();
        double[][] inputs = new double[layers.size() + 1][];
        inputs[0] = x;
        for (int l = 0; l < layers.size(); l++) {
            Architecture.Layer layer = layers.get(l);
            inputs[l + 1] = new double[layer.outputs()];
            for (int o = 0; o < layer.outputs(); o++) {
                double sum = theta[layer.biases() + o];
                for (int i = 0; i < layer.inputs(); i++) {
                    sum += theta[layer.offset() + o * layer.inputs() + i] * inputs[l][i];
                }
                inputs[l + 1][o] = l + 1 < layers.size() ? Math.max(0, sum) : sum;
            }
        }
        double[] signal = {(1 / (1 + Math.exp(-inputs[layers.size()][0])) - label) * weight};
        for (int l = layers.size() - 1; l >= 0; l--) {
            Architecture.Layer layer = layers.get(l);
            double[] below = new double[layer.inputs()];
            for (int o = 0; o < layer.outputs(); o++) {
                gradient[layer.biases() + o] += signal[o];
                for (int i = 0; i < layer.inputs(); i++) {
                    int at = layer.offset() + o * layer.inputs() + i;
                    gradient[at] += signal[o] * inputs[l][i];
                    below[i] += inputs[l][i] > 0 ? signal[o] * theta[at] : 0;
                }
            }
            signal = below;
        }
    }

    /** The norm is not believed to be less than half of what it would be if the rows did not cancel one another. */
    private double[] clipped(double[] theta, Examples examples, int patient, Schedule schedule) {
        double[] gradient = gradient(theta, examples, patient, schedule);
        Schedule.Privacy privacy = schedule.privacy();
        if (privacy == null) {
            return gradient;
        }
        int whole = shape instanceof GruShape gru ? gru.head().offset() : 0;
        int count = examples.end(patient) - examples.start(patient);
        double together = 0;
        for (int row = 0; row < count; row++) {
            int at = examples.start(patient) + row;
            float[] x = Arrays.copyOfRange(examples.features(), at * examples.columns(), (at + 1) * examples.columns());
            Examples one = Examples.ungrouped(examples.columns(), x, new float[] {examples.labels()[at]});
            double[] ofRow = gradient(theta, one, 0, schedule);
            together += norm(Arrays.copyOfRange(ofRow, whole, ofRow.length)) / count;
        }
        double least = Math.hypot(together, norm(Arrays.copyOf(gradient, whole))) / 2;
        double norm = Math.max(norm(gradient), least);
        double factor = privacy.maxGradNorm() / Math.max(norm, privacy.maxGradNorm());
        return Arrays.stream(gradient).map(g -> g * factor).toArray();
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
    }

    private void addNoise(double[] sum, Schedule schedule, int patients, int group, double rate, LongSupplier bits) {
        Schedule.Privacy privacy = schedule.privacy();
        if (privacy == null || privacy.noiseMultiplier() == 0) {
            return;
        }
        int greatest = PoissonSampling.greatest(patients, rate);
        StepDesign design = new StepDesign(shape, optimizer, true, true, group);
        NoiseGrid grid =
                StepFeed.grid(SumRounding.of(design, privacy.maxGradNorm(), greatest), privacy, greatest, sum.length);
        float[] noise = new float[sum.length];
        new GaussianNoise(bits).fill(noise, 0, noise.length, grid.deviation(privacy.noiseMultiplier()));
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (Math.rint(sum[i] / grid.step()) + noise[i]) * grid.step();
        }
    }

    private static void add(double[] sum, double[] summand) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += summand[i];
        }
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
