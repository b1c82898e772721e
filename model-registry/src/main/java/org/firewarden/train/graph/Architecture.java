package org.firewarden.train.graph;

import java.util.List;

/**
 * What a network computes: one logit out of one row. Its parameters lie in one vector: for each layer the weights
 * {@code [outputs, inputs]} by rows, then the biases; the last parameter is the bias of the logit.
 */
public sealed interface Architecture permits NetworkShape, GruShape {

    /** How many numbers a row has. */
    int inputs();

    /** The layers in order of their parameters; the last one makes the logit. */
    List<Layer> layers();

    /** Within which bound around 0 the weights of a layer begin. */
    double initialBound(Layer layer);

    /** For people. */
    String description();

    /** How many parameters there are. */
    default int parameters() {
        return layers().stream()
                .mapToInt(layer -> (layer.inputs() + 1) * layer.outputs())
                .sum();
    }

    /** The index of the last bias. */
    default int outputBias() {
        return parameters() - 1;
    }

    /**
     * One layer.
     *
     * @param offset where its weights begin in the vector of parameters
     */
    record Layer(int inputs, int outputs, int offset) {

        /** Where its biases begin. */
        public int biases() {
            return offset + inputs * outputs;
        }
    }
}
