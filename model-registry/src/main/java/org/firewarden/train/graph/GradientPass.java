package org.firewarden.train.graph;

import java.util.List;
import org.firewarden.model.onnx.DataflowGraph;

/** Writes the forward pass of an architecture and the signals that go back through it. For one graph. */
interface GradientPass {

    /** Begins a pass. */
    static GradientPass of(DataflowGraph graph, Architecture architecture, LayerParameters parameters) {
        if (architecture instanceof GruShape gru) {
            return new GruPass(graph, gru, parameters);
        } else if (architecture instanceof NetworkShape dense) {
            return new DensePass(graph, dense, parameters);
        }
        throw new IllegalStateException("an architecture of unknown kind");
    }

    /** Writes the parameters of a layer into the graph, or finds them there. */
    interface LayerParameters {

        /** {@code [outputs, inputs]}. */
        String weights(Architecture.Layer layer);

        /** {@code [outputs]}. */
        String biases(Architecture.Layer layer);
    }

    /**
     * Writes the forward pass.
     *
     * @param x rows {@code [N, inputs]}
     * @return logits {@code [N, 1]}
     */
    String forward(String x);

    /**
     * Writes the way back, after {@link #forward}.
     *
     * @param last the derivative of the loss by each logit, {@code [N, 1]}
     * @return for each layer what its gradient is made of
     */
    List<LayerSignals> backward(String last);

    /**
     * What the gradient of a layer is made of: for each row and step the outer product of signal and input, and the signal itself for
     * the biases; summed over the steps.
     *
     * @param signal {@code [N, steps * outputs]}, step by step
     * @param input {@code [N, steps * inputs]}, step by step
     * @param steps how often a row goes through the layer
     */
    record LayerSignals(Architecture.Layer layer, String signal, String input, int steps) {}
}
