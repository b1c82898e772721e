package org.firewarden.train.graph;

import java.util.function.LongSupplier;

/** A network with its parameters, in float32 as it was trained; computes in float64. Never changed. */
public final class Network {

    private final NetworkShape shape;
    private final float[] parameters;

    /** Copies the parameters. */
    public Network(NetworkShape shape, float[] parameters) {
        if (parameters.length != shape.parameters()) {
            throw new IllegalArgumentException("this network has " + shape.parameters() + " parameters");
        }
        this.shape = shape;
        this.parameters = parameters.clone();
    }

    /**
     * The network before its first step: weights uniform within the root of 6 over the number of inputs (He et al. 2015, doi
     * 10.1109/ICCV.2015.123), biases 0, and the output bias at the log-odds of a base rate that is known without the data.
     */
    public static Network initial(NetworkShape shape, double baseRate, LongSupplier random) {
        float[] parameters = new float[shape.parameters()];
        for (NetworkShape.Layer layer : shape.layers()) {
            boolean last = layer.biases() == shape.outputBias();
            double bound = shape.hidden().isEmpty() ? 0 : Math.sqrt((last ? 1.0 : 6.0) / layer.inputs());
            for (int i = layer.offset(); i < layer.biases(); i++) {
                double unit = (random.getAsLong() >>> 11) * 0x1.0p-53;
                parameters[i] = (float) ((2 * unit - 1) * bound);
            }
        }
        parameters[shape.outputBias()] = (float) Math.log(baseRate / (1 - baseRate));
        return new Network(shape, parameters);
    }

    /** Its layers. */
    public NetworkShape shape() {
        return shape;
    }

    /** A copy of its parameters. */
    public float[] parameters() {
        return parameters.clone();
    }

    /**
     * The logit of one row.
     *
     * @param rows row-major
     * @param offset where the row begins
     */
    public double logit(float[] rows, int offset) {
        double[] values = new double[shape.inputs()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows[offset + i];
        }
        for (NetworkShape.Layer layer : shape.layers()) {
            double[] next = new double[layer.outputs()];
            boolean last = layer.biases() == shape.outputBias();
            for (int o = 0; o < next.length; o++) {
                double sum = parameters[layer.biases() + o];
                int row = layer.offset() + o * layer.inputs();
                for (int i = 0; i < values.length; i++) {
                    sum += parameters[row + i] * values[i];
                }
                next[o] = last ? sum : Math.max(0, sum);
            }
            values = next;
        }
        return values[0];
    }

    /** The probabilities of all rows. */
    public double[] probabilities(Examples examples) {
        double[] probabilities = new double[examples.rows()];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = 1 / (1 + Math.exp(-logit(examples.features(), i * examples.columns())));
        }
        return probabilities;
    }

    /** Says how large it is and nothing of what it learnt. */
    @Override
    public String toString() {
        return "Network" + shape;
    }
}
