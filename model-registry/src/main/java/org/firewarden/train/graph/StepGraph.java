package org.firewarden.train.graph;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firewarden.model.onnx.DataflowGraph;
import org.firewarden.model.onnx.ElementType;

/**
 * Writes the graph that takes S steps in one run: a {@code Loop} whose state is the parameters and the optimizer's two moments.
 *
 * <p>Inputs: {@code steps} (S), {@code x} [S, N, inputs], {@code y} and {@code weights} [S, N, 1], {@code rate} and the bias
 * corrections {@code c1}, {@code c2} [S], {@code batch} (the expected number of patients), {@code theta}, {@code m}, {@code v};
 * with clipping {@code clip}; with noise {@code noise} [S, parameters] in grid steps and {@code grid}, the step itself.
 */
final class StepGraph {

    private final StepDesign design;
    private final DataflowGraph outer = new DataflowGraph("run");
    private final DataflowGraph body = new DataflowGraph("step");

    private StepGraph(StepDesign design) {
        this.design = design;
    }

    static byte[] toFile(StepDesign design) {
        return new StepGraph(design).build();
    }

    private byte[] build() {
        int parameters = design.shape().parameters();
        outer.input("steps", ElementType.INT64);
        outer.input(
                "x",
                ElementType.FLOAT,
                DataflowGraph.ANY,
                DataflowGraph.ANY,
                design.shape().inputs());
        for (String name : List.of("y", "weights")) {
            outer.input(name, ElementType.FLOAT, DataflowGraph.ANY, DataflowGraph.ANY, 1);
        }
        for (String name : List.of("rate", "c1", "c2")) {
            outer.input(name, ElementType.FLOAT, DataflowGraph.ANY);
        }
        outer.input("batch", ElementType.FLOAT);
        if (design.clips()) {
            outer.input("clip", ElementType.FLOAT);
        }
        if (design.isNoisy()) {
            outer.input("grid", ElementType.FLOAT);
            outer.input("chunk", ElementType.INT64, 1);
            outer.input("noise", ElementType.FLOAT, DataflowGraph.ANY, parameters);
        }
        for (String name : List.of("theta", "m", "v")) {
            outer.input(name, ElementType.FLOAT, parameters);
        }
        writeBody(parameters);
        List<String> state = outer.nodes("", "Loop", Map.of("body", body), 3, "steps", "", "theta", "m", "v");
        for (int i = 0; i < 3; i++) {
            outer.output(List.of("theta_out", "m_out", "v_out").get(i), state.get(i), ElementType.FLOAT, parameters);
        }
        return outer.toFile(new TreeMap<>());
    }

    private void writeBody(int parameters) {
        String iteration = body.input("iteration", ElementType.INT64);
        String going = body.input("going", ElementType.BOOL);
        String theta = body.input("theta_in", ElementType.FLOAT, parameters);
        String m = body.input("m_in", ElementType.FLOAT, parameters);
        String v = body.input("v_in", ElementType.FLOAT, parameters);
        String sum = new ClippedGradient(body, design)
                .write(theta, at("x", iteration), at("y", iteration), at("weights", iteration), "clip", "chunk");
        if (design.isNoisy()) {
            // Grid steps: the rounded sum and the noise are whole numbers, and float32 adds them exactly.
            String grid = body.node("Cast", Map.of("to", ElementType.DOUBLE.number()), "grid");
            String whole = body.node("Round", body.node("Div", sum, grid));
            String rounded = body.node("Cast", Map.of("to", ElementType.FLOAT.number()), whole);
            sum = body.node("Mul", body.node("Add", rounded, at("noise", iteration)), "grid");
        }
        String gradient = body.node("Div", sum, "batch");
        body.output("going_out", going, ElementType.BOOL);
        if (design.optimizer() == Optimizer.ADAM) {
            adam(iteration, gradient, theta, m, v, parameters);
        } else {
            momentum(iteration, gradient, theta, m, v, parameters);
        }
    }

    private void adam(String iteration, String gradient, String theta, String m, String v, int parameters) {
        String first = body.node("Add", times(m, 0.9f), times(gradient, 1 - 0.9f));
        String second = body.node("Add", times(v, 0.999f), times(body.node("Mul", gradient, gradient), 1 - 0.999f));
        String mean = body.node("Div", first, at("c1", iteration));
        String deviation = body.node("Sqrt", body.node("Div", second, at("c2", iteration)));
        String move = body.node("Div", mean, body.node("Add", deviation, body.scalar(1e-8f)));
        state(iteration, theta, move, first, second, parameters);
    }

    private void momentum(String iteration, String gradient, String theta, String m, String v, int parameters) {
        String first = body.node("Add", times(m, 0.9f), gradient);
        state(iteration, theta, first, first, v, parameters);
    }

    private void state(String iteration, String theta, String move, String m, String v, int parameters) {
        String moved = body.node("Sub", theta, body.node("Mul", at("rate", iteration), move));
        body.output("theta_next", moved, ElementType.FLOAT, parameters);
        body.output("m_next", m, ElementType.FLOAT, parameters);
        body.output("v_next", v, ElementType.FLOAT, parameters);
    }

    private String times(String value, float factor) {
        return body.node("Mul", value, body.scalar(factor));
    }

    /** The part of an outer tensor that belongs to this step. */
    private String at(String name, String iteration) {
        return body.node("Gather", Map.of("axis", 0), name, iteration);
    }
}
