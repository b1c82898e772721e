package org.firewarden.model.admission;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.onnx.MalformedModelException;
import org.firewarden.model.onnx.OnnxModel;
import org.firewarden.model.onnx.OnnxModel.Node;
import org.firewarden.model.onnx.OnnxModel.Tensor;
import org.firewarden.model.onnx.OnnxModel.Value;
import org.firewarden.problem.Problem;

/**
 * What is wrong with an ONNX file, told by its structure before any library loads it: operators that are not on the list, code of
 * its own, data elsewhere, sizes that are lies or beyond bounds, cycles, other inputs and outputs than the manifest says.
 */
final class ArtifactRules {

    private static final long OLDEST_FORMAT = 7;
    private static final long NEWEST_FORMAT = 10;
    private static final long MAXIMUM_ELEMENTS = 1L << 24;
    private static final int MAXIMUM_REASONS = 50;

    private final List<Problem> problems = new ArrayList<>();
    private final ShapeInference shapes = new ShapeInference();

    private ArtifactRules() {}

    /** Every problem; none if the file may be loaded. */
    static List<Problem> problems(byte[] file, ModelManifest manifest) {
        ArtifactRules rules = new ArtifactRules();
        try {
            OnnxModel model = OnnxModel.read(file);
            rules.format(model, manifest);
            rules.ends(model.graph(), manifest);
            rules.constants(model.graph());
            rules.nodes(model.graph());
        } catch (MalformedModelException e) {
            rules.problem("artifact-malformed", "The artifact is no ONNX model: " + e.getMessage() + ".");
        }
        return rules.problems;
    }

    private void format(OnnxModel model, ModelManifest manifest) {
        if (model.irVersion() < OLDEST_FORMAT || model.irVersion() > NEWEST_FORMAT) {
            problem("artifact-format", "The version of the ONNX format is not from 7 to 10.");
        }
        if (model.functions() > 0 || model.trainingParts() > 0 || model.graph().sparseConstants() > 0) {
            problem("artifact-own-code", "The artifact defines functions, parts for training or sparse constants.");
        }
        model.operatorSets().forEach((domain, version) -> {
            Integer newest = OperatorList.DOMAINS.get(domain);
            if (newest == null) {
                problem("operator-set", "The operator set '" + plain(domain) + "' is not allowed.");
            } else if (version < 1 || version > newest) {
                problem("operator-set", "The version of an operator set is not supported.");
            }
        });
        long set = model.operatorSets().getOrDefault("", 0L);
        if (set < OperatorList.OLDEST_SET) {
            problem("operator-set", "The default operator set is older than " + OperatorList.OLDEST_SET + ".");
        }
        if (set != manifest.artifact().operatorSet()) {
            problem("operator-set", "The operator set is not the one of the manifest.");
        }
    }

    private void ends(OnnxModel.Graph graph, ModelManifest manifest) {
        Set<String> constants = new HashSet<>();
        graph.constants().forEach(constant -> constants.add(constant.name()));
        List<Value> inputs = graph.inputs().stream()
                .filter(input -> !constants.contains(input.name()))
                .toList();
        matrix(inputs, manifest.inputs().size(), "input");
        matrix(graph.outputs(), manifest.outputs().size(), "output");
        if (inputs.size() == 1
                && graph.outputs().size() == 1
                && inputs.get(0).type() != graph.outputs().get(0).type()) {
            problem("artifact-shape", "Input and output have different element types.");
        }
        inputs.forEach(input -> shapes.input(input.name(), input.dimensions()));
    }

    private void matrix(List<Value> values, int columns, String name) {
        boolean isMatrix = values.size() == 1
                && values.get(0).hasShape()
                && values.get(0).dimensions().size() == 2
                && values.get(0).dimensions().get(0) == -1
                && values.get(0).dimensions().get(1) == columns
                && (values.get(0).type() == OnnxModel.DOUBLE || values.get(0).type() == OnnxModel.FLOAT);
        if (!isMatrix) {
            problem(
                    "artifact-shape",
                    "The artifact must have one " + name + " of float32 or float64 and shape [N, " + columns + "].");
        }
    }

    private void constants(OnnxModel.Graph graph) {
        Set<String> names = new HashSet<>();
        for (Tensor constant : graph.constants()) {
            tensor(constant);
            if (!names.add(constant.name())) {
                problem("artifact-malformed", "Two constants have one name.");
            }
            shapes.constant(constant);
        }
    }

    private void tensor(Tensor tensor) {
        if (tensor.isExternal()) {
            problem("external-data", "The data of a constant are said to lie in another file.");
            return;
        }
        int bytes = bytesOf(tensor.type());
        long elements = ShapeInference.elements(tensor.dimensions());
        if (bytes == 0) {
            problem("artifact-type", "A constant has an element type that is not allowed.");
        } else if (elements > MAXIMUM_ELEMENTS) {
            problem("too-large", "A constant has more than " + MAXIMUM_ELEMENTS + " elements.");
        } else if (tensor.rawBytes() > 0 ? tensor.rawBytes() != elements * bytes : tensor.typedValues() != elements) {
            problem("artifact-malformed", "A constant has more or less data than its shape says.");
        }
    }

    /** Each node uses what came before it, so that there is no cycle, and makes something new of a size that is known. */
    private void nodes(OnnxModel.Graph graph) {
        Set<String> known = new HashSet<>();
        graph.inputs().forEach(input -> known.add(input.name()));
        graph.constants().forEach(constant -> known.add(constant.name()));
        for (Node node : graph.nodes()) {
            operator(node);
            boolean isInOrder = node.inputs().stream().allMatch(input -> input.isEmpty() || known.contains(input));
            if (!isInOrder) {
                problem("artifact-cycle", "A node uses what no node before it makes: a cycle, or a wrong order.");
            }
            if (node.outputs().isEmpty() || !node.outputs().stream().allMatch(known::add)) {
                problem("artifact-malformed", "A node makes nothing, or something that is there already.");
            }
            node.tensors().forEach(this::tensor);
            Optional<List<Long>> shape = shapes.learn(node);
            if (isInOrder && shape.isEmpty()) {
                problem(
                        "unbounded",
                        "The size of the result of a node '" + plain(node.operator()) + "' cannot be told.");
            } else if (shape.isPresent() && ShapeInference.elements(shape.get()) > MAXIMUM_ELEMENTS) {
                problem("too-large", "A result has more than " + MAXIMUM_ELEMENTS + " elements for one row.");
            }
            if (problems.size() >= MAXIMUM_REASONS) {
                return;
            }
        }
        if (!graph.outputs().stream().allMatch(output -> known.contains(output.name()))) {
            problem("artifact-malformed", "No node makes the output.");
        }
    }

    private void operator(Node node) {
        if (!OperatorList.allows(node.domain(), node.operator())) {
            problem(
                    "operator",
                    "The operator '" + plain(node.operator()) + "' of '" + plain(node.domain()) + "' is not allowed.");
        }
        if (node.subgraphs() > 0) {
            problem("operator", "A node holds a graph of its own.");
        }
    }

    private static int bytesOf(int type) {
        return switch (type) {
            case OnnxModel.FLOAT, OnnxModel.INT32 -> 4;
            case OnnxModel.DOUBLE, OnnxModel.INT64 -> 8;
            case OnnxModel.BOOL -> 1;
            default -> 0;
        };
    }

    private void problem(String code, String text) {
        Problem problem = Problem.invalid(code, text);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /** A name out of the file, short and of harmless characters. */
    private static String plain(String name) {
        String harmless = name.replaceAll("[^A-Za-z0-9_.-]", "?");
        return harmless.length() <= 40 ? harmless : harmless.substring(0, 40);
    }
}
