package org.firewarden.train.graph;

/**
 * A gated recurrent unit in plain Java and float64, one row and one unit at a time, with backpropagation through time. It reads the
 * sizes of a {@link GruShape} and shares no computation with what trains.
 */
final class GruOracle {

    private final GruShape shape;
    private final int units;
    private final int width;
    private final int read;
    private final int candidateAt;
    private final int headAt;

    /** What one event left behind. */
    private static final class Trace {
        double[] before = new double[0];
        double[] z = new double[0];
        double[] r = new double[0];
        double[] c = new double[0];
        double[] event = new double[0];
    }

    GruOracle(GruShape shape) {
        this.shape = shape;
        this.units = shape.units();
        this.width = shape.slots().get(0).columns().size();
        this.read = width + units;
        this.candidateAt = 2 * units * (read + 1);
        this.headAt = candidateAt + units * (read + 1);
    }

    /** The log loss of a row times its weight. */
    double loss(double[] theta, double[] x, double label, double weight) {
        double logit = forward(theta, x, new Trace[shape.slots().size()], new double[units]);
        double p = 1 / (1 + Math.exp(-logit));
        return -weight * (label > 0 ? Math.log(p) : Math.log(1 - p));
    }

    /** Adds the gradient of {@link #loss}. */
    void addGradient(double[] gradient, double[] theta, double[] x, double label, double weight) {
        Trace[] traces = new Trace[shape.slots().size()];
        double[] last = new double[units];
        double logit = forward(theta, x, traces, last);
        double error = weight * (1 / (1 + Math.exp(-logit)) - label);
        double[] state = new double[units];
        int rest = shape.context().size();
        for (int i = 0; i < units; i++) {
            gradient[headAt + i] += error * last[i];
            state[i] = error * theta[headAt + i];
        }
        for (int i = 0; i < rest; i++) {
            gradient[headAt + units + i] += error * x[shape.context().get(i)];
        }
        gradient[headAt + units + rest] += error;
        for (int t = traces.length - 1; t >= 0; t--) {
            if (x[shape.slots().get(t).empty()] == 0) {
                state = back(gradient, theta, traces[t], state);
            }
        }
    }

    private double[] back(double[] gradient, double[] theta, Trace trace, double[] after) {
        double[] before = new double[units];
        double[] taken = new double[units];
        for (int o = 0; o < units; o++) {
            double signal = after[o] * trace.z[o] * (1 - trace.c[o] * trace.c[o]);
            before[o] += after[o] * (1 - trace.z[o]);
            int row = candidateAt + o * read;
            for (int i = 0; i < width; i++) {
                gradient[row + i] += signal * trace.event[i];
            }
            for (int i = 0; i < units; i++) {
                gradient[row + width + i] += signal * trace.r[i] * trace.before[i];
                taken[i] += signal * theta[row + width + i];
            }
            gradient[candidateAt + units * read + o] += signal;
        }
        for (int i = 0; i < units; i++) {
            before[i] += taken[i] * trace.r[i];
        }
        for (int o = 0; o < 2 * units; o++) {
            double gate = o < units ? trace.z[o] : trace.r[o - units];
            double by =
                    o < units ? after[o] * (trace.c[o] - trace.before[o]) : taken[o - units] * trace.before[o - units];
            double signal = by * gate * (1 - gate);
            int row = o * read;
            for (int i = 0; i < width; i++) {
                gradient[row + i] += signal * trace.event[i];
            }
            for (int i = 0; i < units; i++) {
                gradient[row + width + i] += signal * trace.before[i];
                before[i] += signal * theta[row + width + i];
            }
            gradient[2 * units * read + o] += signal;
        }
        return before;
    }

    private double forward(double[] theta, double[] x, Trace[] traces, double[] state) {
        for (int t = 0; t < traces.length; t++) {
            GruShape.Slot slot = shape.slots().get(t);
            if (x[slot.empty()] != 0) {
                continue;
            }
            Trace trace = new Trace();
            traces[t] = trace;
            trace.before = state.clone();
            trace.event =
                    slot.columns().stream().mapToDouble(column -> x[column]).toArray();
            trace.z = new double[units];
            trace.r = new double[units];
            trace.c = new double[units];
            for (int o = 0; o < units; o++) {
                trace.z[o] = sigmoid(sum(theta, o * read, 2 * units * read + o, trace.event, trace.before));
                trace.r[o] = sigmoid(
                        sum(theta, (units + o) * read, 2 * units * read + units + o, trace.event, trace.before));
            }
            double[] looked = new double[units];
            for (int i = 0; i < units; i++) {
                looked[i] = trace.r[i] * trace.before[i];
            }
            for (int o = 0; o < units; o++) {
                trace.c[o] = Math.tanh(
                        sum(theta, candidateAt + o * read, candidateAt + units * read + o, trace.event, looked));
                state[o] = (1 - trace.z[o]) * trace.before[o] + trace.z[o] * trace.c[o];
            }
        }
        double[] rest =
                shape.context().stream().mapToDouble(column -> x[column]).toArray();
        return sum(theta, headAt, headAt + units + rest.length, state, rest);
    }

    private static double sum(double[] theta, int weights, int bias, double[] first, double[] second) {
        double sum = theta[bias];
        for (int i = 0; i < first.length; i++) {
            sum += theta[weights + i] * first[i];
        }
        for (int i = 0; i < second.length; i++) {
            sum += theta[weights + first.length + i] * second[i];
        }
        return sum;
    }

    private static double sigmoid(double value) {
        return 1 / (1 + Math.exp(-value));
    }
}
