package org.firewarden.train.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.firewarden.model.onnx.DataflowGraph;

/**
 * Writes the part of a step that sees patients: forward pass, backward signals, the norm of each patient's gradient, clipping,
 * and the sum over patients as one vector. It is all that a site needs to take part in a step, whoever adds up and adds noise.
 *
 * <p>A row's gradient in a dense layer is the outer product of its backward signal d and its input a, and d itself for the
 * biases. So the squared norm of a patient with rows i, j is the sum over layers of (d_i . d_j)(a_i . a_j + 1), and no
 * per-patient gradient is ever stored (Goodfellow 2015, arXiv 1510.01799; Li et al. 2022, arXiv 2110.05679).
 */
final class ClippedGradient {

    private final DataflowGraph graph;
    private final StepDesign design;
    private final List<NetworkShape.Layer> layers;

    ClippedGradient(DataflowGraph graph, StepDesign design) {
        this.graph = graph;
        this.design = design;
        this.layers = design.shape().layers();
    }

    /**
     * The summed gradient.
     *
     * @param parameters the vector of parameters
     * @param x rows {@code [N, inputs]}
     * @param y labels {@code [N, 1]}
     * @param weights weights of the rows {@code [N, 1]}; 0 for rows that fill up
     * @param clip the clipping norm, a scalar; not read if the design does not clip
     * @return a vector like the parameters
     */
    String write(String parameters, String x, String y, String weights, String clip) {
        List<String> slices = split(parameters);
        List<String> inputs = new ArrayList<>(List.of(x));
        String logit = forward(slices, inputs);
        String error = graph.node("Sub", graph.node("Sigmoid", logit), y);
        List<String> signals = backward(slices, inputs, graph.node("Mul", error, weights));
        if (design.clips()) {
            signals = clipped(signals, inputs, clip);
        }
        List<String> parts = new ArrayList<>();
        String flat = graph.indices(-1);
        for (int l = 0; l < layers.size(); l++) {
            String weightSum = graph.node("Gemm", Map.of("transA", 1), signals.get(l), inputs.get(l));
            parts.add(graph.node("Reshape", weightSum, flat));
            parts.add(graph.node("ReduceSum", Map.of("keepdims", 0), signals.get(l), graph.indices(0)));
        }
        return graph.nodes("", "Concat", Map.of("axis", 0), 1, parts.toArray(String[]::new))
                .get(0);
    }

    private List<String> split(String parameters) {
        long[] sizes = layers.stream()
                .flatMapToLong(layer -> LongStream.of((long) layer.inputs() * layer.outputs(), layer.outputs()))
                .toArray();
        return graph.nodes("", "Split", Map.of("axis", 0), sizes.length, parameters, graph.indices(sizes));
    }

    private String forward(List<String> slices, List<String> inputs) {
        String value = inputs.get(0);
        for (int l = 0; l < layers.size(); l++) {
            String matrix = weights(slices, l);
            value = graph.node("Gemm", Map.of("transB", 1), value, matrix, slices.get(2 * l + 1));
            if (l + 1 < layers.size()) {
                value = graph.node("Relu", value);
                inputs.add(value);
            }
        }
        return value;
    }

    private String weights(List<String> slices, int l) {
        NetworkShape.Layer layer = layers.get(l);
        return graph.node("Reshape", slices.get(2 * l), graph.indices(layer.outputs(), layer.inputs()));
    }

    private List<String> backward(List<String> slices, List<String> inputs, String last) {
        List<String> signals = new ArrayList<>(List.of(last));
        for (int l = layers.size() - 1; l > 0; l--) {
            String passed = graph.node("MatMul", signals.get(0), weights(slices, l));
            String active = graph.node("Greater", inputs.get(l), graph.scalar(0f));
            signals.add(0, graph.node("Mul", passed, graph.node("Cast", Map.of("to", 1), active)));
        }
        return signals;
    }

    private List<String> clipped(List<String> signals, List<String> inputs, String clip) {
        String square = null;
        for (int l = 0; l < layers.size(); l++) {
            String norm = design.rowsPerPatient() == 1
                    ? squareOfRow(signals.get(l), inputs.get(l))
                    : squareOfGroup(signals.get(l), inputs.get(l), layers.get(l));
            square = square == null ? norm : graph.node("Add", square, norm);
        }
        String norm = graph.node("Sqrt", graph.node("Relu", Objects.requireNonNull(square)));
        String factor = graph.node("Div", clip, graph.node("Max", norm, clip));
        List<String> clipped = new ArrayList<>();
        for (int l = 0; l < layers.size(); l++) {
            clipped.add(scaled(signals.get(l), factor, layers.get(l).outputs()));
        }
        return clipped;
    }

    /** {@code [N, 1]}. */
    private String squareOfRow(String signal, String input) {
        String axis = graph.indices(1);
        String inputs = graph.node("ReduceSumSquare", Map.of("keepdims", 1), input, axis);
        String signals = graph.node("ReduceSumSquare", Map.of("keepdims", 1), signal, axis);
        return graph.node("Mul", signals, graph.node("Add", inputs, graph.scalar(1f)));
    }

    /** {@code [patients, 1, 1]}. */
    private String squareOfGroup(String signal, String input, NetworkShape.Layer layer) {
        String inputs = graph.node("Add", gram(input, layer.inputs()), graph.scalar(1f));
        String product = graph.node("Mul", gram(signal, layer.outputs()), inputs);
        return graph.node("ReduceSum", Map.of("keepdims", 1), product, graph.indices(1, 2));
    }

    /** The inner products of a patient's rows with one another: {@code [patients, rows, rows]}. */
    private String gram(String rows, int width) {
        String grouped = graph.node("Reshape", rows, graph.indices(-1, design.rowsPerPatient(), width));
        String transposed = graph.node("Transpose", Map.of("perm", new long[] {0, 2, 1}), grouped);
        return graph.node("MatMul", grouped, transposed);
    }

    private String scaled(String signal, String factor, int width) {
        if (design.rowsPerPatient() == 1) {
            return graph.node("Mul", signal, factor);
        }
        String grouped = graph.node("Reshape", signal, graph.indices(-1, design.rowsPerPatient(), width));
        return graph.node("Reshape", graph.node("Mul", grouped, factor), graph.indices(-1, width));
    }
}
