package org.firewarden.train.graph;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.firewarden.model.onnx.DataflowGraph;

/** A network with its parameters, in float32 as it was trained; computes in float64. Never changed. */
public final class Network {

    private final Architecture shape;
    private final float[] parameters;

    /** Copies the parameters. */
    public Network(Architecture shape, float[] parameters) {
        if (parameters.length != shape.parameters()) {
            throw new IllegalArgumentException("this network has " + shape.parameters() + " parameters");
        }
        this.shape = shape;
        this.parameters = parameters.clone();
    }

    /**
     * The network before its first step: weights uniform within the bound of their layer, biases 0, and the output bias at the log-odds
     * of a base rate that is known without the data.
     */
    public static Network initial(Architecture shape, double baseRate, LongSupplier random) {
        float[] parameters = new float[shape.parameters()];
        for (Architecture.Layer layer : shape.layers()) {
            double bound = shape.initialBound(layer);
            for (int i = layer.offset(); i < layer.biases(); i++) {
                double unit = (random.getAsLong() >>> 11) * 0x1.0p-53;
                parameters[i] = (float) ((2 * unit - 1) * bound);
            }
        }
        parameters[shape.outputBias()] = (float) Math.log(baseRate / (1 - baseRate));
        return new Network(shape, parameters);
    }

    /** Its layers. */
    public Architecture shape() {
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
        if (shape instanceof GruShape gru) {
            return new GruForward(gru, parameters).logit(rows, offset);
        }
        double[] values = new double[shape.inputs()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows[offset + i];
        }
        for (Architecture.Layer layer : shape.layers()) {
            values = dense(parameters, layer, values);
            if (layer.biases() != shape.outputBias()) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Math.max(0, values[i]);
                }
            }
        }
        return values[0];
    }

    /** What a layer makes of values before anything bends it. */
    static double[] dense(float[] parameters, Architecture.Layer layer, double[] values) {
        double[] next = new double[layer.outputs()];
        for (int o = 0; o < next.length; o++) {
            double sum = parameters[layer.biases() + o];
            int row = layer.offset() + o * layer.inputs();
            for (int i = 0; i < values.length; i++) {
                sum += parameters[row + i] * values[i];
            }
            next[o] = sum;
        }
        return next;
    }

    /**
     * Writes the forward pass into an artifact.
     *
     * @param columns rows, float32 {@code [N, inputs]}
     * @return the logits, float32 {@code [N, 1]}
     */
    public String write(DataflowGraph graph, String columns) {
        return GradientPass.of(graph, shape, new GradientPass.LayerParameters() {
                    @Override
                    public String weights(Architecture.Layer layer) {
                        float[] weights = Arrays.copyOfRange(parameters, layer.offset(), layer.biases());
                        return graph.tensor(weights, layer.outputs(), layer.inputs());
                    }

                    @Override
                    public String biases(Architecture.Layer layer) {
                        int from = layer.biases();
                        return graph.tensor(
                                Arrays.copyOfRange(parameters, from, from + layer.outputs()), layer.outputs());
                    }
                })
                .forward(columns);
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
