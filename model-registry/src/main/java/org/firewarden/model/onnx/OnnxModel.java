package org.firewarden.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an ONNX file says of itself, read without trusting it: structure only, no weights.
 *
 * @param irVersion the version of the format
 * @param operatorSets versions by domain; the default domain is the empty text
 * @param functions how many functions the file defines
 * @param trainingParts how many parts for training it has
 * @param graph the graph
 */
public record OnnxModel(long irVersion, Map<String, Long> operatorSets, int functions, int trainingParts, Graph graph) {

    /** Element types as onnx-ml.proto numbers them. */
    public static final int FLOAT = 1;

    public static final int INT32 = 6;
    public static final int INT64 = 7;
    public static final int BOOL = 9;
    public static final int DOUBLE = 11;

    private static final int MAXIMUM_NODES = 20_000;

    /** Values of a tensor that are kept: those of shapes, axes and indices. */
    private static final int MAXIMUM_KEPT = 64;

    /** The graph: its nodes in the order of the file, its constants, and what goes in and out. */
    public record Graph(
            List<Node> nodes, List<Tensor> constants, List<Value> inputs, List<Value> outputs, int sparseConstants) {}

    /**
     * One node.
     *
     * @param integers integer attributes, and lists of them
     * @param tensors attributes that are tensors
     * @param subgraphs how many graphs it holds
     */
    public record Node(
            String operator,
            String domain,
            List<String> inputs,
            List<String> outputs,
            Map<String, List<Long>> integers,
            List<Tensor> tensors,
            int subgraphs) {
        /** An integer attribute, or what it is by default. */
        public long integer(String name, long byDefault) {
            List<Long> values = integers.get(name);
            return values == null || values.isEmpty() ? byDefault : values.get(0);
        }
    }

    /**
     * A constant tensor.
     *
     * @param rawBytes how many bytes of data the file holds for it
     * @param typedValues how many values it holds in typed fields
     * @param isExternal whether its data are said to lie in another file
     * @param integers its content if it is a small tensor of int64, else empty
     */
    public record Tensor(
            String name,
            List<Long> dimensions,
            int type,
            long rawBytes,
            long typedValues,
            boolean isExternal,
            List<Long> integers) {}

    /**
     * An input or output.
     *
     * @param type the element type
     * @param dimensions -1 where the file gives a name or nothing
     * @param hasShape whether a shape is given at all
     */
    public record Value(String name, int type, List<Long> dimensions, boolean hasShape) {}

    /**
     * Reads a file.
     *
     * @throws MalformedModelException if it is no ONNX model
     */
    public static OnnxModel read(byte[] file) throws MalformedModelException {
        ProtobufReader reader = new ProtobufReader(file);
        long ir = 0;
        Map<String, Long> sets = new LinkedHashMap<>();
        int functions = 0;
        int training = 0;
        Graph graph = null;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> ir = reader.number();
                case 7 -> {
                    if (graph != null) {
                        throw new MalformedModelException("there are two graphs");
                    }
                    graph = graph(reader.message());
                }
                case 8 -> operatorSet(reader.message(), sets);
                case 20 -> {
                    training++;
                    reader.skip();
                }
                case 25 -> {
                    functions++;
                    reader.skip();
                }
                default -> reader.skip();
            }
        }
        if (graph == null) {
            throw new MalformedModelException("there is no graph");
        }
        return new OnnxModel(ir, sets, functions, training, graph);
    }

    private static void operatorSet(ProtobufReader reader, Map<String, Long> sets) throws MalformedModelException {
        String domain = "";
        long version = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> domain = reader.text();
                case 2 -> version = reader.number();
                default -> reader.skip();
            }
        }
        if (sets.putIfAbsent(domain.equals("ai.onnx") ? "" : domain, version) != null) {
            throw new MalformedModelException("an operator set stands twice");
        }
    }

    private static Graph graph(ProtobufReader reader) throws MalformedModelException {
        List<Node> nodes = new ArrayList<>();
        List<Tensor> constants = new ArrayList<>();
        List<Value> inputs = new ArrayList<>();
        List<Value> outputs = new ArrayList<>();
        int sparse = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> nodes.add(node(reader.message()));
                case 5 -> constants.add(tensor(reader.message()));
                case 11 -> inputs.add(value(reader.message()));
                case 12 -> outputs.add(value(reader.message()));
                case 15 -> {
                    sparse++;
                    reader.skip();
                }
                default -> reader.skip();
            }
            if (nodes.size() + constants.size() + inputs.size() + outputs.size() > MAXIMUM_NODES) {
                throw new MalformedModelException("the graph has more than " + MAXIMUM_NODES + " parts");
            }
        }
        return new Graph(nodes, constants, inputs, outputs, sparse);
    }

    private static Node node(ProtobufReader reader) throws MalformedModelException {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String operator = "";
        String domain = "";
        Map<String, List<Long>> integers = new LinkedHashMap<>();
        List<Tensor> tensors = new ArrayList<>();
        int subgraphs = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> inputs.add(reader.text());
                case 2 -> outputs.add(reader.text());
                case 4 -> operator = reader.text();
                case 5 -> subgraphs += attribute(reader.message(), integers, tensors);
                case 7 -> domain = reader.text();
                default -> reader.skip();
            }
        }
        return new Node(
                operator, domain.equals("ai.onnx") ? "" : domain, inputs, outputs, integers, tensors, subgraphs);
    }

    /** Reads an attribute; answers how many graphs it holds. */
    private static int attribute(ProtobufReader reader, Map<String, List<Long>> integers, List<Tensor> tensors)
            throws MalformedModelException {
        String name = "";
        List<Long> numbers = new ArrayList<>();
        int subgraphs = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> name = reader.text();
                case 3, 8 -> {
                    for (long number : reader.numbers()) {
                        numbers.add(number);
                    }
                }
                case 5, 10 -> tensors.add(tensor(reader.message()));
                case 6, 11 -> {
                    subgraphs++;
                    reader.skip();
                }
                default -> reader.skip();
            }
        }
        integers.put(name, numbers);
        return subgraphs;
    }

    private static Tensor tensor(ProtobufReader reader) throws MalformedModelException {
        List<Long> dimensions = new ArrayList<>();
        String name = "";
        int type = 0;
        long raw = 0;
        long typed = 0;
        boolean isExternal = false;
        List<Long> integers = new ArrayList<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> {
                    for (long dimension : reader.numbers()) {
                        dimensions.add(dimension);
                    }
                }
                case 2 -> type = (int) reader.number();
                case 4 -> typed += reader.length() / Float.BYTES;
                case 5, 11 -> typed += reader.countNumbers();
                case 7 -> {
                    long[] values = reader.numbers();
                    typed += values.length;
                    keep(integers, values);
                }
                case 8 -> name = reader.text();
                case 9 -> {
                    byte[] content = reader.content();
                    raw += content.length;
                    if (content.length <= MAXIMUM_KEPT * Long.BYTES) {
                        integers.addAll(longs(content));
                    }
                }
                case 10 -> typed += reader.length() / Double.BYTES;
                case 13 -> {
                    isExternal = true;
                    reader.skip();
                }
                case 14 -> isExternal |= reader.number() != 0;
                default -> reader.skip();
            }
        }
        return new Tensor(name, dimensions, type, raw, typed, isExternal, type == INT64 ? integers : List.of());
    }

    private static void keep(List<Long> into, long[] values) {
        for (int i = 0; i < values.length && into.size() < MAXIMUM_KEPT; i++) {
            into.add(values[i]);
        }
    }

    private static List<Long> longs(byte[] content) {
        List<Long> values = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.remaining() >= Long.BYTES) {
            values.add(buffer.getLong());
        }
        return values;
    }

    private static Value value(ProtobufReader reader) throws MalformedModelException {
        String name = "";
        int type = 0;
        List<Long> dimensions = new ArrayList<>();
        boolean hasShape = false;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> name = reader.text();
                case 2 -> {
                    ProtobufReader kinds = reader.message();
                    while (kinds.next()) {
                        if (kinds.field() != 1) {
                            kinds.skip();
                            continue;
                        }
                        ProtobufReader tensor = kinds.message();
                        while (tensor.next()) {
                            switch (tensor.field()) {
                                case 1 -> type = (int) tensor.number();
                                case 2 -> {
                                    hasShape = true;
                                    shape(tensor.message(), dimensions);
                                }
                                default -> tensor.skip();
                            }
                        }
                    }
                }
                default -> reader.skip();
            }
        }
        return new Value(name, type, dimensions, hasShape);
    }

    private static void shape(ProtobufReader reader, List<Long> dimensions) throws MalformedModelException {
        while (reader.next()) {
            if (reader.field() != 1) {
                reader.skip();
                continue;
            }
            ProtobufReader dimension = reader.message();
            long size = -1;
            while (dimension.next()) {
                if (dimension.field() == 1) {
                    size = dimension.number();
                } else {
                    dimension.skip();
                }
            }
            dimensions.add(size);
        }
    }
}
