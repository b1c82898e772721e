package org.firewarden.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * An ONNX graph under construction, in float64. Each method that adds something answers the name by which later nodes refer
 * to it. Field numbers are those of onnx-ml.proto. For one thread.
 */
public final class OnnxGraph {

    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 18;
    private static final int INT64 = 7;
    private static final int DOUBLE = 11;
    private static final int ATTRIBUTE_INT = 2;

    private final ProtobufMessage graph = new ProtobufMessage();
    private int nodeCount;

    /** Begins an empty graph. */
    public OnnxGraph(String name) {
        graph.text(2, name);
    }

    /** A float64 input of shape {@code [N, columns]}. */
    public String input(String inputName, int columns) {
        graph.message(11, matrix(inputName, columns));
        return inputName;
    }

    /** Declares a node's result to be a float64 output of shape {@code [N, columns]}. */
    public void output(String value, int columns) {
        graph.message(12, matrix(value, columns));
    }

    /** A float64 scalar. */
    public String scalar(String constantName, double value) {
        return constant(constantName, List.of(), DOUBLE, doubles(value));
    }

    /** A float64 vector. */
    public String vector(String constantName, double... values) {
        return constant(constantName, List.of((long) values.length), DOUBLE, doubles(values));
    }

    /** A float64 matrix, given by rows of the same length. */
    public String matrix(String constantName, double[][] rows) {
        int columns = rows[0].length;
        if (Arrays.stream(rows).anyMatch(row -> row.length != columns)) {
            throw new IllegalArgumentException("the rows of a matrix have one length");
        }
        double[] values = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return constant(constantName, List.of((long) rows.length, (long) columns), DOUBLE, doubles(values));
    }

    /** An int64 vector with one element. */
    public String index(String constantName, long value) {
        return constant(constantName, List.of(1L), INT64, longs(value));
    }

    /** A node with one result. */
    public String node(String result, String operator, String... operands) {
        return node(result, operator, Map.of(), operands);
    }

    /** A node with one result and an integer attribute, for example {@code axis}. */
    public String node(String result, String operator, Map<String, Integer> attribute, String... operands) {
        ProtobufMessage node = new ProtobufMessage();
        for (String operand : operands) {
            node.text(1, operand);
        }
        node.text(2, result).text(3, "n" + nodeCount++).text(4, operator);
        attribute.forEach((key, value) -> node.message(
                5, new ProtobufMessage().text(1, key).number(3, value).number(20, ATTRIBUTE_INT)));
        graph.message(1, node);
        return result;
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
                .message(8, new ProtobufMessage().text(1, "").number(2, OPERATOR_SET));
        metadata.forEach((key, value) ->
                model.message(14, new ProtobufMessage().text(1, key).text(2, value)));
        return model.toByteArray();
    }

    private String constant(String constantName, List<Long> dimensions, int type, byte[] content) {
        ProtobufMessage tensor = new ProtobufMessage();
        dimensions.forEach(dimension -> tensor.number(1, dimension));
        graph.message(5, tensor.number(2, type).text(8, constantName).bytes(9, content));
        return constantName;
    }

    private static ProtobufMessage matrix(String valueName, int columns) {
        ProtobufMessage shape = new ProtobufMessage()
                .message(1, new ProtobufMessage().text(2, "N"))
                .message(1, new ProtobufMessage().number(1, columns));
        ProtobufMessage tensor = new ProtobufMessage().number(1, DOUBLE).message(2, shape);
        return new ProtobufMessage().text(1, valueName).message(2, new ProtobufMessage().message(1, tensor));
    }

    private static byte[] doubles(double... values) {
        return longs(
                Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray());
    }

    private static byte[] longs(long... values) {
        byte[] bytes = new byte[values.length * Long.BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            buffer.putLong(value);
        }
        return bytes;
    }
}
