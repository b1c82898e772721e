package org.firewarden.train.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network of dense layers with ReLU between them and one logit at the end; without hidden layers it is logistic regression.
 * Its parameters lie in one vector: for each layer the weights {@code [outputs, inputs]} by rows, then the biases.
 *
 * @param inputs how many numbers a row has
 * @param hidden the sizes of the hidden layers
 */
public record NetworkShape(int inputs, List<Integer> hidden) {

    /** Refuses layers without a unit. */
    public NetworkShape {
        hidden = List.copyOf(hidden);
        if (inputs < 1 || hidden.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("each layer has at least one unit");
        }
    }

    /** The layers in order. */
    public List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        int offset = 0;
        int width = inputs;
        for (int size : IntStream.concat(hidden.stream().mapToInt(Integer::intValue), IntStream.of(1))
                .toArray()) {
            layers.add(new Layer(width, size, offset));
            offset += (width + 1) * size;
            width = size;
        }
        return layers;
    }

    /** How many parameters there are. */
    public int parameters() {
        return layers().stream()
                .mapToInt(layer -> (layer.inputs() + 1) * layer.outputs())
                .sum();
    }

    /** The index of the last bias. */
    public int outputBias() {
        return parameters() - 1;
    }

    /**
     * One layer.
     *
     * @param offset where its weights begin in the vector of parameters
     */
    public record Layer(int inputs, int outputs, int offset) {

        /** Where its biases begin. */
        public int biases() {
            return offset + inputs * outputs;
        }
    }
}
