package org.firewarden.train.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.firewarden.model.onnx.DataflowGraph;

/** The pass through dense layers. */
final class DensePass implements GradientPass {

    private final DataflowGraph graph;
    private final List<Architecture.Layer> layers;
    private final LayerParameters parameters;
    private final List<String> inputs = new ArrayList<>();

    DensePass(DataflowGraph graph, NetworkShape shape, LayerParameters parameters) {
        this.graph = graph;
        this.layers = shape.layers();
        this.parameters = parameters;
    }

    @Override
    public String forward(String x) {
        String value = x;
        for (int l = 0; l < layers.size(); l++) {
            inputs.add(value);
            String weights = parameters.weights(layers.get(l));
            value = graph.node("Gemm", Map.of("transB", 1), value, weights, parameters.biases(layers.get(l)));
            if (l + 1 < layers.size()) {
                value = graph.node("Relu", value);
            }
        }
        return value;
    }

    @Override
    public List<LayerSignals> backward(String last) {
        List<LayerSignals> signals = new ArrayList<>();
        String signal = last;
        for (int l = layers.size() - 1; l >= 0; l--) {
            signals.add(0, new LayerSignals(layers.get(l), signal, inputs.get(l), 1));
            if (l > 0) {
                String passed = graph.node("MatMul", signal, parameters.weights(layers.get(l)));
                String active = graph.node("Greater", inputs.get(l), graph.scalar(0f));
                signal = graph.node("Mul", passed, graph.node("Cast", Map.of("to", 1), active));
            }
        }
        return signals;
    }
}
