package org.firewarden.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * An ONNX graph of any element types, with graphs inside it ({@code Loop}) and operators of other domains. Values are named
 * by the graph; each method that adds something answers the name. Field numbers are those of onnx-ml.proto. For one thread.
 */
public final class DataflowGraph {

    /** The domain of tree ensembles. */
    public static final String MACHINE_LEARNING = "ai.onnx.ml";

    /** A dimension whose size is not fixed. */
    public static final long ANY = -1;

    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 18;
    private static final int MACHINE_LEARNING_SET = 3;

    private final ProtobufMessage graph = new ProtobufMessage();
    private final String prefix;
    private int values;

    /** Begins an empty graph; names of values begin with its own name, so that graphs inside one another do not clash. */
    public DataflowGraph(String name) {
        this.prefix = name;
        graph.text(2, name);
    }

    /** An input with this shape; {@link #ANY} leaves a dimension open. */
    public String input(String name, ElementType type, long... shape) {
        graph.message(11, valueInfo(name, type, shape));
        return name;
    }

    /** Declares a value to be an output. */
    public void output(String value, ElementType type, long... shape) {
        graph.message(12, valueInfo(value, type, shape));
    }

    /** Gives a value the name under which it is an output. */
    public void output(String name, String value, ElementType type, long... shape) {
        named(name, "Identity", Map.of(), value);
        output(name, type, shape);
    }

    /** A float32 scalar. */
    public String scalar(float value) {
        return constant(ElementType.FLOAT, new long[0], floats(new float[] {value}));
    }

    /** A float64 scalar. */
    public String scalar(double value) {
        return constant(ElementType.DOUBLE, new long[0], doubles(new double[] {value}));
    }

    /** A float32 tensor. */
    public String tensor(float[] content, long... shape) {
        return constant(ElementType.FLOAT, shape, floats(content));
    }

    /** A float64 tensor. */
    public String tensor(double[] content, long... shape) {
        return constant(ElementType.DOUBLE, shape, doubles(content));
    }

    /** An int64 vector. */
    public String indices(long... content) {
        return constant(ElementType.INT64, new long[] {content.length}, longs(content));
    }

    /** A node with one result. */
    public String node(String operator, String... operands) {
        return node(operator, Map.of(), operands);
    }

    /** A node with one result and attributes: integers, texts, lists of either, arrays of floats, graphs. */
    public String node(String operator, Map<String, ?> attributes, String... operands) {
        return nodes("", operator, attributes, 1, operands).get(0);
    }

    /** A node with several results, possibly of another domain. */
    public List<String> nodes(
            String domain, String operator, Map<String, ?> attributes, int results, String... operands) {
        List<String> names = IntStream.range(0, results).mapToObj(i -> fresh()).toList();
        add(domain, operator, attributes, names, operands);
        return names;
    }

    private void named(String name, String operator, Map<String, ?> attributes, String... operands) {
        add("", operator, attributes, List.of(name), operands);
    }

    /**
     * The file.
     *
     * @param metadata what the file says of itself, in the order of its keys
     */
    public byte[] toFile(SortedMap<String, String> metadata) {
        ProtobufMessage model = new ProtobufMessage()
                .number(1, IR_VERSION)
                .text(2, "Firewarden")
                .message(7, graph)
                .message(8, new ProtobufMessage().text(1, "").number(2, OPERATOR_SET))
                .message(8, new ProtobufMessage().text(1, MACHINE_LEARNING).number(2, MACHINE_LEARNING_SET));
        metadata.forEach((key, value) ->
                model.message(14, new ProtobufMessage().text(1, key).text(2, value)));
        return model.toByteArray();
    }

    private void add(
            String domain, String operator, Map<String, ?> attributes, List<String> results, String... operands) {
        ProtobufMessage node = new ProtobufMessage();
        for (String operand : operands) {
            node.text(1, operand);
        }
        results.forEach(result -> node.text(2, result));
        node.text(3, "node_" + results.get(0)).text(4, operator);
        attributes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> node.message(5, attribute(entry.getKey(), entry.getValue())));
        if (!domain.isEmpty()) {
            node.text(7, domain);
        }
        graph.message(1, node);
    }

    private static ProtobufMessage attribute(String name, Object value) {
        ProtobufMessage attribute = new ProtobufMessage().text(1, name);
        if (value instanceof Number number) {
            return attribute.number(3, number.longValue()).number(20, 2);
        } else if (value instanceof String text) {
            return attribute.text(4, text).number(20, 3);
        } else if (value instanceof DataflowGraph inner) {
            return attribute.message(6, inner.graph).number(20, 5);
        } else if (value instanceof float[] numbers) {
            return attribute.bytes(7, floats(numbers)).number(20, 6);
        } else if (value instanceof long[] numbers) {
            for (long number : numbers) {
                attribute.number(8, number);
            }
            return attribute.number(20, 7);
        } else if (value instanceof List<?> texts) {
            texts.forEach(text -> attribute.text(9, (String) text));
            return attribute.number(20, 8);
        }
        throw new IllegalArgumentException("an attribute of unknown kind");
    }

    private String constant(ElementType type, long[] shape, byte[] content) {
        String name = fresh();
        ProtobufMessage tensor = new ProtobufMessage();
        for (long dimension : shape) {
            tensor.number(1, dimension);
        }
        graph.message(5, tensor.number(2, type.number()).text(8, name).bytes(9, content));
        return name;
    }

    private static ProtobufMessage valueInfo(String name, ElementType type, long... shape) {
        ProtobufMessage dimensions = new ProtobufMessage();
        for (int i = 0; i < shape.length; i++) {
            ProtobufMessage dimension = new ProtobufMessage();
            dimensions.message(1, shape[i] == ANY ? dimension.text(2, name + "_" + i) : dimension.number(1, shape[i]));
        }
        ProtobufMessage tensor = new ProtobufMessage().number(1, type.number()).message(2, dimensions);
        return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
    }

    private String fresh() {
        return prefix + "_" + values++;
    }

    private static byte[] floats(float[] content) {
        byte[] bytes = new byte[content.length * Float.BYTES];
        little(bytes).asFloatBuffer().put(content);
        return bytes;
    }

    private static byte[] doubles(double[] content) {
        byte[] bytes = new byte[content.length * Double.BYTES];
        little(bytes).asDoubleBuffer().put(content);
        return bytes;
    }

    private static byte[] longs(long[] content) {
        byte[] bytes = new byte[content.length * Long.BYTES];
        little(bytes).asLongBuffer().put(content);
        return bytes;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
