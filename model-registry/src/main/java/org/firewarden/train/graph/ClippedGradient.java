package org.firewarden.train.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.firewarden.model.onnx.DataflowGraph;
import org.firewarden.model.onnx.ElementType;
import org.firewarden.train.graph.GradientPass.LayerParameters;
import org.firewarden.train.graph.GradientPass.LayerSignals;

/**
 * Writes the part of a step that sees patients: forward pass, backward signals, the norm of each patient's gradient, clipping,
 * and the sum over patients as one vector. It is all that a site needs to take part in a step, whoever adds up and adds noise.
 *
 * <p>A row's gradient in a dense layer is the outer product of its backward signal d and its input a, and d itself for the
 * biases. So the squared norm of a patient with rows i, j is the sum over layers of (d_i . d_j)(a_i . a_j + 1), and no
 * per-patient gradient is ever stored (Goodfellow 2015, arXiv 1510.01799; Li et al. 2022, arXiv 2110.05679). Where a row goes through
 * a layer step by step, outer products of many steps cancel one another; there each patient's gradient is made whole, measured,
 * clipped and added, and so is exactly what was measured.
 */
final class ClippedGradient {

    private final DataflowGraph graph;
    private final StepDesign design;
    private final List<Architecture.Layer> layers;
    private final boolean isGrouped;
    private String chunk = "";

    ClippedGradient(DataflowGraph graph, StepDesign design) {
        this.graph = graph;
        this.design = design;
        this.layers = design.shape().layers();
        this.isGrouped = design.rowsPerPatient() > 1 || design.shape() instanceof GruShape;
    }

    /**
     * The summed gradient.
     *
     * @param parameters the vector of parameters
     * @param x rows {@code [N, inputs]}
     * @param y labels {@code [N, 1]}
     * @param weights weights of the rows {@code [N, 1]}; 0 for rows that fill up
     * @param clip the clipping norm, a scalar; not read if the design does not clip
     * @param chunk how many rows are added in float32, int64 {@code [1]}; not read if the design is without noise
     * @return a vector like the parameters; with noise in float64, off by no more than {@link SumRounding} says
     */
    String write(String parameters, String x, String y, String weights, String clip, String chunk) {
        this.chunk = chunk;
        GradientPass pass = GradientPass.of(graph, design.shape(), of(split(parameters)));
        String logit = pass.forward(x);
        String error = graph.node("Sub", graph.node("Sigmoid", logit), y);
        List<LayerSignals> signals = pass.backward(graph.node("Mul", error, weights));
        List<String> parts = design.clips()
                ? clipped(signals, clip)
                : signals.stream().flatMap(each -> sums(each).stream()).toList();
        return graph.nodes("", "Concat", Map.of("axis", 0), 1, parts.toArray(String[]::new))
                .get(0);
    }

    private List<String> split(String parameters) {
        long[] sizes = layers.stream()
                .flatMapToLong(layer -> LongStream.of((long) layer.inputs() * layer.outputs(), layer.outputs()))
                .toArray();
        return graph.nodes("", "Split", Map.of("axis", 0), sizes.length, parameters, graph.indices(sizes));
    }

    private LayerParameters of(List<String> slices) {
        return new LayerParameters() {
            @Override
            public String weights(Architecture.Layer layer) {
                String slice = slices.get(2 * layers.indexOf(layer));
                return graph.node("Reshape", slice, graph.indices(layer.outputs(), layer.inputs()));
            }

            @Override
            public String biases(Architecture.Layer layer) {
                return slices.get(2 * layers.indexOf(layer) + 1);
            }
        };
    }

    /** The gradient of a layer, summed over rows and steps: weights, then biases. */
    private List<String> sums(LayerSignals each) {
        String signal = each.signal();
        String input = each.input();
        if (each.steps() > 1) {
            signal =
                    graph.node("Reshape", signal, graph.indices(-1, each.layer().outputs()));
            input = graph.node("Reshape", input, graph.indices(-1, each.layer().inputs()));
        }
        if (design.isNoisy()) {
            return sumsInChunks(each.layer(), signal, input);
        }
        String weights = graph.node("Gemm", Map.of("transA", 1), signal, input);
        return List.of(flat(weights), graph.node("ReduceSum", Map.of("keepdims", 0), signal, graph.indices(0)));
    }

    private List<String> sumsInChunks(Architecture.Layer layer, String signal, String input) {
        String signals = graph.node("Reshape", signal, inChunks(layer.outputs()));
        String inputs = graph.node("Reshape", input, inChunks(layer.inputs()));
        String turned = graph.node("Transpose", Map.of("perm", new long[] {0, 2, 1}), signals);
        return List.of(
                ofChunks(graph.node("MatMul", turned, inputs)),
                ofChunks(graph.node("ReduceSum", Map.of("keepdims", 1), signals, graph.indices(1))));
    }

    private String inChunks(long width) {
        return graph.node("Concat", Map.of("axis", 0), graph.indices(-1), chunk, graph.indices(width));
    }

    /** The float64 sum over chunks, {@code [chunks, outputs, inputs]}. */
    private String ofChunks(String sums) {
        String wide = graph.node("Cast", Map.of("to", ElementType.DOUBLE.number()), sums);
        return flat(graph.node("ReduceSum", Map.of("keepdims", 0), wide, graph.indices(0)));
    }

    private List<String> clipped(List<LayerSignals> signals, String clip) {
        List<Whole> wholes = signals.stream()
                .filter(each -> each.steps() > 1)
                .map(this::whole)
                .toList();
        String square = null;
        int next = 0;
        for (LayerSignals each : signals) {
            String norm = each.steps() > 1
                    ? square(wholes.get(next++))
                    : isGrouped ? squareOfGroup(each) : squareOfRow(each.signal(), each.input());
            square = square == null ? norm : graph.node("Add", square, norm);
        }
        square = graph.node("Relu", Objects.requireNonNull(square));
        if (design.rowsPerPatient() > 1) {
            square = graph.node("Max", square, leastSquare(signals, wholes));
        }
        String norm = graph.node("Sqrt", square);
        String factor = graph.node("Div", clip, graph.node("Max", norm, clip));
        List<String> parts = new ArrayList<>();
        next = 0;
        for (LayerSignals each : signals) {
            parts.addAll(
                    each.steps() > 1
                            ? sums(wholes.get(next++), factor, each.layer())
                            : sums(new LayerSignals(
                                    each.layer(),
                                    scaled(each.signal(), factor, each.layer().outputs()),
                                    each.input(),
                                    1)));
        }
        return parts;
    }

    /** Rows whose gradients cancel one another leave a norm that float32 cannot tell; it is not believed below this. */
    private String leastSquare(List<LayerSignals> signals, List<Whole> wholes) {
        String rows = null;
        for (LayerSignals each : signals) {
            if (each.steps() == 1) {
                String square = squareOfRow(each.signal(), each.input());
                rows = rows == null ? square : graph.node("Add", rows, square);
            }
        }
        String norms = graph.node(
                "Reshape",
                graph.node("Sqrt", Objects.requireNonNull(rows)),
                graph.indices(-1, design.rowsPerPatient(), 1));
        String together = graph.node("ReduceSum", Map.of("keepdims", 1), norms, graph.indices(1));
        String square = graph.node("Mul", together, together);
        for (Whole whole : wholes) {
            square = graph.node("Add", square, square(whole));
        }
        return graph.node("Div", square, graph.scalar((float) (SumRounding.CANCELLING * SumRounding.CANCELLING)));
    }

    /**
     * The gradient of each patient.
     *
     * @param weights {@code [patients, outputs, inputs]}
     * @param biases {@code [patients, 1, outputs]}
     */
    private record Whole(String weights, String biases) {}

    private Whole whole(LayerSignals each) {
        int rows = design.rowsPerPatient() * each.steps();
        String signal = graph.node(
                "Reshape", each.signal(), graph.indices(-1, rows, each.layer().outputs()));
        String input = graph.node(
                "Reshape", each.input(), graph.indices(-1, rows, each.layer().inputs()));
        String turned = graph.node("Transpose", Map.of("perm", new long[] {0, 2, 1}), signal);
        return new Whole(
                graph.node("MatMul", turned, input),
                graph.node("ReduceSum", Map.of("keepdims", 1), signal, graph.indices(1)));
    }

    /** {@code [patients, 1, 1]}. */
    private String square(Whole whole) {
        String axes = graph.indices(1, 2);
        return graph.node(
                "Add",
                graph.node("ReduceSumSquare", Map.of("keepdims", 1), whole.weights(), axes),
                graph.node("ReduceSumSquare", Map.of("keepdims", 1), whole.biases(), axes));
    }

    /** The sum over patients, each times its factor. */
    private List<String> sums(Whole whole, String factor, Architecture.Layer layer) {
        String factors = graph.node("Reshape", factor, graph.indices(1, -1));
        return List.of(
                sum(factors, whole.weights(), (long) layer.outputs() * layer.inputs()),
                sum(factors, whole.biases(), layer.outputs()));
    }

    private String sum(String factors, String gradients, long size) {
        if (design.isNoisy()) {
            String ofChunk = graph.node(
                    "Reshape", factors, graph.node("Concat", Map.of("axis", 0), graph.indices(-1, 1), chunk));
            return ofChunks(graph.node("MatMul", ofChunk, graph.node("Reshape", gradients, inChunks(size))));
        }
        return flat(graph.node("MatMul", factors, graph.node("Reshape", gradients, graph.indices(-1, size))));
    }

    private String flat(String value) {
        return graph.node("Reshape", value, graph.indices(-1));
    }

    /** {@code [N, 1]}. */
    private String squareOfRow(String signal, String input) {
        String axis = graph.indices(1);
        String inputs = graph.node("ReduceSumSquare", Map.of("keepdims", 1), input, axis);
        String signals = graph.node("ReduceSumSquare", Map.of("keepdims", 1), signal, axis);
        return graph.node("Mul", signals, graph.node("Add", inputs, graph.scalar(1f)));
    }

    /** {@code [patients, 1, 1]}. */
    private String squareOfGroup(LayerSignals each) {
        String inputs = graph.node("Add", gram(each.input(), each.layer().inputs()), graph.scalar(1f));
        String product = graph.node("Mul", gram(each.signal(), each.layer().outputs()), inputs);
        return graph.node("ReduceSum", Map.of("keepdims", 1), product, graph.indices(1, 2));
    }

    /** The inner products of a patient's rows with one another: {@code [patients, rows, rows]}. */
    private String gram(String rows, int width) {
        String grouped = graph.node("Reshape", rows, graph.indices(-1, design.rowsPerPatient(), width));
        String transposed = graph.node("Transpose", Map.of("perm", new long[] {0, 2, 1}), grouped);
        return graph.node("MatMul", grouped, transposed);
    }

    private String scaled(String signal, String factor, int width) {
        if (!isGrouped) {
            return graph.node("Mul", signal, factor);
        }
        String grouped = graph.node("Reshape", signal, graph.indices(-1, design.rowsPerPatient(), width));
        return graph.node("Reshape", graph.node("Mul", grouped, factor), graph.indices(-1, width));
    }
}
