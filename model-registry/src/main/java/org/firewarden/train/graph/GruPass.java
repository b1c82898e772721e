package org.firewarden.train.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.firewarden.model.onnx.DataflowGraph;

/**
 * The pass through a {@link GruShape}, unrolled over its events, and back through time (Werbos 1990, doi 10.1109/5.58337). Forward it
 * uses only operators that a model may use when it is served.
 */
final class GruPass implements GradientPass {

    private final DataflowGraph graph;
    private final GruShape shape;
    private final List<String> weights;
    private final List<String> biases;
    private final List<Step> steps = new ArrayList<>();
    private String headInput = "";

    /**
     * One event.
     *
     * @param before the state before it
     * @param present 1 or 0, {@code [N, 1]}
     * @param seen what the gates read
     * @param taken what the candidate reads
     * @param renewed how much is renewed, 0 without an event
     */
    private record Step(
            String before,
            String present,
            String seen,
            String update,
            String reset,
            String taken,
            String candidate,
            String renewed) {}

    GruPass(DataflowGraph graph, GruShape shape, LayerParameters parameters) {
        this.graph = graph;
        this.shape = shape;
        this.weights = shape.layers().stream().map(parameters::weights).toList();
        this.biases = shape.layers().stream().map(parameters::biases).toList();
    }

    @Override
    public String forward(String x) {
        int units = shape.units();
        String state = graph.node("Mul", columns(x, IntStream.generate(() -> 0).limit(units)), graph.scalar(0f));
        for (GruShape.Slot slot : shape.slots()) {
            String event = columns(x, slot.columns().stream().mapToInt(Integer::intValue));
            String present = lessThanOne(columns(x, IntStream.of(slot.empty())));
            String seen = beside(event, state);
            String gates = graph.node("Sigmoid", layer(0, seen));
            String update = columns(gates, IntStream.range(0, units));
            String reset = columns(gates, IntStream.range(units, 2 * units));
            String taken = beside(event, graph.node("Mul", reset, state));
            String candidate = graph.node("Tanh", layer(1, taken));
            String renewed = graph.node("Mul", update, present);
            steps.add(new Step(state, present, seen, update, reset, taken, candidate, renewed));
            state = graph.node("Add", state, graph.node("Mul", renewed, graph.node("Sub", candidate, state)));
        }
        headInput = shape.context().isEmpty()
                ? state
                : beside(state, columns(x, shape.context().stream().mapToInt(Integer::intValue)));
        return layer(2, headInput);
    }

    @Override
    public List<LayerSignals> backward(String last) {
        int units = shape.units();
        int width = shape.eventWidth();
        String ofState = columns(weights.get(2), IntStream.range(0, units));
        String gatesOfState = columns(weights.get(0), IntStream.range(width, width + units));
        String candidateOfState = columns(weights.get(1), IntStream.range(width, width + units));
        List<String> gates = new ArrayList<>();
        List<String> candidates = new ArrayList<>();
        String state = graph.node("Mul", last, ofState);
        for (int t = steps.size() - 1; t >= 0; t--) {
            Step step = steps.get(t);
            String candidate = graph.node(
                    "Mul",
                    graph.node("Mul", state, step.renewed()),
                    lessThanOne(graph.node("Mul", step.candidate(), step.candidate())));
            String update = graph.node(
                    "Mul",
                    graph.node("Mul", state, step.present()),
                    graph.node("Mul", graph.node("Sub", step.candidate(), step.before()), slope(step.update())));
            String taken = graph.node("MatMul", candidate, candidateOfState);
            String reset = graph.node("Mul", graph.node("Mul", taken, step.before()), slope(step.reset()));
            String both = beside(update, reset);
            String kept = graph.node("Mul", state, lessThanOne(step.renewed()));
            String through =
                    graph.node("Add", graph.node("Mul", taken, step.reset()), graph.node("MatMul", both, gatesOfState));
            state = graph.node("Add", kept, through);
            gates.add(0, both);
            candidates.add(0, candidate);
        }
        return List.of(
                new LayerSignals(shape.gates(), beside(gates), beside(Step::seen), steps.size()),
                new LayerSignals(shape.candidate(), beside(candidates), beside(Step::taken), steps.size()),
                new LayerSignals(shape.head(), last, headInput, 1));
    }

    private String layer(int l, String input) {
        return graph.node("Gemm", Map.of("transB", 1), input, weights.get(l), biases.get(l));
    }

    private String columns(String value, IntStream columns) {
        return graph.node(
                "Gather",
                Map.of("axis", 1),
                value,
                graph.indices(columns.asLongStream().toArray()));
    }

    private String lessThanOne(String value) {
        return graph.node("Sub", graph.scalar(1f), value);
    }

    /** The slope of a sigmoid where it has this value. */
    private String slope(String value) {
        return graph.node("Mul", value, lessThanOne(value));
    }

    private String beside(Function<Step, String> part) {
        return beside(steps.stream().map(part).toList());
    }

    private String beside(List<String> values) {
        return beside(values.toArray(String[]::new));
    }

    private String beside(String... values) {
        return graph.node("Concat", Map.of("axis", 1), values);
    }
}
