package org.firewarden.model.admission;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.model.onnx.OnnxModel.Node;
import org.firewarden.model.onnx.OnnxModel.Tensor;

/**
 * The greatest shape that each result of a graph can have for one row of input, so that a small file cannot ask for a huge tensor.
 * The number of rows counts as 1 and stands first where it stands at all. A shape that cannot be told is empty.
 */
final class ShapeInference {

    private final Map<String, List<Long>> shapes = new HashMap<>();
    private final Map<String, Tensor> constants = new HashMap<>();

    void constant(Tensor tensor) {
        constants.put(tensor.name(), tensor);
        shapes.put(tensor.name(), tensor.dimensions());
    }

    void input(String name, List<Long> dimensions) {
        shapes.put(name, dimensions.stream().map(size -> size < 0 ? 1L : size).toList());
    }

    /** The number of elements of a shape; {@link Long#MAX_VALUE} beyond all bounds. */
    static long elements(List<Long> shape) {
        long elements = 1;
        for (long size : shape) {
            if (size < 0) {
                return Long.MAX_VALUE;
            }
            try {
                elements = Math.multiplyExact(elements, size);
            } catch (ArithmeticException e) {
                // More than a number of 64 bits: beyond all bounds.
                return Long.MAX_VALUE;
            }
        }
        return elements;
    }

    /** Learns the shapes of a node's results; empty if they cannot be told. */
    Optional<List<Long>> learn(Node node) {
        Optional<List<Long>> result = result(node);
        result.ifPresent(shape -> node.outputs().forEach(output -> shapes.put(output, shape)));
        return result;
    }

    private Optional<List<Long>> result(Node node) {
        List<List<Long>> operands = new ArrayList<>();
        for (String input : node.inputs()) {
            List<Long> shape = input.isEmpty() ? List.of() : shapes.get(input);
            if (shape == null) {
                return Optional.empty();
            }
            operands.add(shape);
        }
        String operator = node.operator();
        if (operator.equals("Constant")) {
            return constant(node);
        }
        if (operands.isEmpty()) {
            return Optional.empty();
        }
        if (node.domain().equals("ai.onnx.ml")) {
            return machineLearning(node, operands.get(0));
        }
        if (OperatorList.ONE_BY_ONE.contains(operator) || operator.equals("BatchNormalization")) {
            return Optional.of(operands.get(0));
        }
        if (OperatorList.BROADCAST.contains(operator)) {
            return broadcast(operands);
        }
        if (OperatorList.REDUCE.contains(operator)) {
            // Fewer elements than before, whatever the axes.
            boolean keepsRank = node.integer("keepdims", 1) != 0;
            return Optional.of(keepsRank ? operands.get(0) : reduced(node, operands.get(0)));
        }
        return switch (operator) {
            case "Concat" -> concatenated(operands, (int) node.integer("axis", 0));
            case "Gather" -> gathered(operands, (int) node.integer("axis", 0));
            case "Gemm" -> gemm(node, operands);
            case "MatMul" -> matrixProduct(operands);
            case "Slice" -> Optional.of(operands.get(0));
            case "Flatten" -> flattened(operands.get(0), (int) node.integer("axis", 1));
            case "Transpose" -> transposed(node, operands.get(0));
            case "Squeeze" -> squeezed(node, operands.get(0));
            case "Unsqueeze" -> unsqueezed(node, operands.get(0));
            default -> Optional.empty();
        };
    }

    private Optional<List<Long>> constant(Node node) {
        if (node.tensors().size() == 1 && node.outputs().size() == 1) {
            Tensor value = node.tensors().get(0);
            constants.put(node.outputs().get(0), value);
            return Optional.of(value.dimensions());
        }
        return Optional.empty();
    }

    private static Optional<List<Long>> machineLearning(Node node, List<Long> rows) {
        return switch (node.operator()) {
            case "TreeEnsembleRegressor" -> Optional.of(List.of(1L, node.integer("n_targets", 1)));
            case "LinearRegressor" -> Optional.of(List.of(1L, node.integer("targets", 1)));
            default -> Optional.of(rows);
        };
    }

    private static Optional<List<Long>> broadcast(List<List<Long>> operands) {
        int rank = operands.stream().mapToInt(List::size).max().orElse(0);
        List<Long> result = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            long size = 1;
            for (List<Long> operand : operands) {
                int at = i - (rank - operand.size());
                size = at < 0 ? size : Math.max(size, operand.get(at));
            }
            result.add(size);
        }
        return Optional.of(result);
    }

    private static Optional<List<Long>> concatenated(List<List<Long>> operands, int axis) {
        List<Long> result = new ArrayList<>(operands.get(0));
        int at = axis < 0 ? axis + result.size() : axis;
        if (at < 0 || at >= result.size() || operands.stream().anyMatch(shape -> shape.size() != result.size())) {
            return Optional.empty();
        }
        result.set(at, operands.stream().mapToLong(shape -> shape.get(at)).sum());
        return Optional.of(result);
    }

    private static Optional<List<Long>> gathered(List<List<Long>> operands, int axis) {
        List<Long> data = operands.get(0);
        int at = axis < 0 ? axis + data.size() : axis;
        if (operands.size() != 2 || at < 0 || at >= data.size()) {
            return Optional.empty();
        }
        List<Long> result = new ArrayList<>(data.subList(0, at));
        result.addAll(operands.get(1));
        result.addAll(data.subList(at + 1, data.size()));
        return Optional.of(result);
    }

    private static Optional<List<Long>> gemm(Node node, List<List<Long>> operands) {
        if (operands.size() < 2
                || operands.get(0).size() != 2
                || operands.get(1).size() != 2) {
            return Optional.empty();
        }
        long rows = operands.get(0).get(node.integer("transA", 0) == 0 ? 0 : 1);
        long columns = operands.get(1).get(node.integer("transB", 0) == 0 ? 1 : 0);
        return Optional.of(List.of(rows, columns));
    }

    private static Optional<List<Long>> matrixProduct(List<List<Long>> operands) {
        if (operands.size() != 2
                || operands.get(0).size() != 2
                || operands.get(1).size() != 2) {
            return Optional.empty();
        }
        return Optional.of(List.of(operands.get(0).get(0), operands.get(1).get(1)));
    }

    private static Optional<List<Long>> flattened(List<Long> shape, int axis) {
        int at = axis < 0 ? axis + shape.size() : axis;
        if (at < 0 || at > shape.size()) {
            return Optional.empty();
        }
        return Optional.of(List.of(elements(shape.subList(0, at)), elements(shape.subList(at, shape.size()))));
    }

    private static Optional<List<Long>> transposed(Node node, List<Long> shape) {
        List<Long> order = node.integers().get("perm");
        List<Long> result = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            long from = order == null || order.isEmpty() ? shape.size() - 1 - i : i < order.size() ? order.get(i) : -1;
            if (from < 0 || from >= shape.size()) {
                return Optional.empty();
            }
            result.add(shape.get((int) from));
        }
        return Optional.of(result);
    }

    private Optional<List<Long>> squeezed(Node node, List<Long> shape) {
        return axes(node).map(axes -> {
            List<Long> result = new ArrayList<>();
            for (int i = 0; i < shape.size(); i++) {
                boolean isGone = axes.contains((long) i) || axes.contains((long) i - shape.size());
                if (!isGone) {
                    result.add(shape.get(i));
                }
            }
            return result;
        });
    }

    private Optional<List<Long>> unsqueezed(Node node, List<Long> shape) {
        return axes(node).filter(axes -> axes.size() + shape.size() <= 8).map(axes -> {
            int rank = shape.size() + axes.size();
            List<Long> result = new ArrayList<>();
            int next = 0;
            for (int i = 0; i < rank; i++) {
                boolean isNew = axes.contains((long) i) || axes.contains((long) i - rank);
                result.add(isNew || next >= shape.size() ? 1L : shape.get(next++));
            }
            return result;
        });
    }

    private List<Long> reduced(Node node, List<Long> shape) {
        return squeezed(node, shape).orElse(List.of());
    }

    /** The axes: a constant operand, or the attribute of older operator sets. */
    private Optional<List<Long>> axes(Node node) {
        if (node.inputs().size() > 1) {
            Tensor axes = constants.get(node.inputs().get(1));
            return axes == null ? Optional.empty() : Optional.of(axes.integers());
        }
        List<Long> attribute = node.integers().get("axes");
        return attribute == null ? Optional.empty() : Optional.of(attribute);
    }
}
