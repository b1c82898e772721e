package org.firewarden.model.admission;

import java.util.Map;
import java.util.Set;

/**
 * The operators that a model may use: those without control flow, randomness, strings, images or a result whose size its input
 * decides, and whose shapes {@link ShapeInference} knows. What is not here is not loaded.
 */
final class OperatorList {

    /** The versions of the default operator set that are taken. */
    static final int OLDEST_SET = 13;

    static final int NEWEST_SET = 21;

    /** One operand, a result of its shape. */
    static final Set<String> ONE_BY_ONE = Set.of(
            "Abs",
            "Cast",
            "Ceil",
            "Clip",
            "Elu",
            "Erf",
            "Exp",
            "Floor",
            "HardSigmoid",
            "Identity",
            "IsNaN",
            "LeakyRelu",
            "Log",
            "LogSoftmax",
            "Neg",
            "Not",
            "Reciprocal",
            "Relu",
            "Round",
            "Selu",
            "Sigmoid",
            "Sign",
            "Softmax",
            "Softplus",
            "Softsign",
            "Sqrt",
            "Tanh",
            "ThresholdedRelu");

    /** Several operands that are brought to one shape (ONNX, Broadcasting). */
    static final Set<String> BROADCAST = Set.of(
            "Add",
            "And",
            "Div",
            "Equal",
            "Greater",
            "GreaterOrEqual",
            "Less",
            "LessOrEqual",
            "Max",
            "Mean",
            "Min",
            "Mul",
            "Or",
            "PRelu",
            "Pow",
            "Sub",
            "Sum",
            "Where",
            "Xor");

    static final Set<String> REDUCE =
            Set.of("ReduceMax", "ReduceMean", "ReduceMin", "ReduceSum", "ReduceSumSquare", "ReduceL2");

    private static final Set<String> SHAPED = Set.of(
            "BatchNormalization",
            "Concat",
            "Constant",
            "Flatten",
            "Gather",
            "Gemm",
            "MatMul",
            "Slice",
            "Squeeze",
            "Transpose",
            "Unsqueeze");

    private static final Set<String> MACHINE_LEARNING =
            Set.of("LinearRegressor", "Normalizer", "Scaler", "TreeEnsembleRegressor");

    /** The operator sets that a file may import, with their newest versions. */
    static final Map<String, Integer> DOMAINS = Map.of("", NEWEST_SET, "ai.onnx.ml", 5);

    private OperatorList() {}

    static boolean allows(String domain, String operator) {
        return switch (domain) {
            case "" ->
                ONE_BY_ONE.contains(operator)
                        || BROADCAST.contains(operator)
                        || REDUCE.contains(operator)
                        || SHAPED.contains(operator);
            case "ai.onnx.ml" -> MACHINE_LEARNING.contains(operator);
            default -> false;
        };
    }
}
