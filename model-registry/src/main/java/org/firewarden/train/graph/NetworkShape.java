package org.firewarden.train.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network of dense layers with ReLU between them and one logit at the end; without hidden layers it is logistic regression.
 *
 * @param inputs how many numbers a row has
 * @param hidden the sizes of the hidden layers
 */
public record NetworkShape(int inputs, List<Integer> hidden) implements Architecture {

    /** Refuses layers without a unit. */
    public NetworkShape {
        hidden = List.copyOf(hidden);
        if (inputs < 1 || hidden.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("each layer has at least one unit");
        }
    }

    @Override
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

    /** The root of 6 over the number of inputs (He et al. 2015, doi 10.1109/ICCV.2015.123), of 1 for the logit. */
    @Override
    public double initialBound(Layer layer) {
        boolean last = layer.biases() == outputBias();
        return hidden.isEmpty() ? 0 : Math.sqrt((last ? 1.0 : 6.0) / layer.inputs());
    }

    @Override
    public String description() {
        return hidden.isEmpty() ? "logistic regression" : "multi-layer perceptron with hidden layers " + hidden;
    }
}
