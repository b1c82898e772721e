package org.firewarden.model.onnx;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** ONNX files as an attacker would write them: each would be good but for one thing. */
public final class PoisonedFiles {

    private static final int DOUBLE = 11;
    private static final int FLOAT_BYTES = 8;

    private PoisonedFiles() {}

    /** {@code y = x + 1}, for two columns: nothing is wrong with it. */
    public static byte[] good() {
        return file(graph -> graph.message(1, node("Add", "", "y", "x", "one")));
    }

    /** An operator of a domain that a library outside would bring. */
    public static byte[] customOperator() {
        return model(good(graph -> graph.message(1, node("Add", "com.evil", "y", "x", "one"))), "com.evil");
    }

    /** An operator of ONNX that is not on the list: its result is as large as its operand says. */
    public static byte[] operatorOffTheList(String operator) {
        return file(graph -> graph.message(1, node(operator, "", "y", "x", "one")));
    }

    /** A constant whose data are in a file beside the model. */
    public static byte[] externalData(String path) {
        ProtobufMessage location = new ProtobufMessage().text(1, "location").text(2, path);
        return file(graph -> graph.message(1, node("Add", "", "y", "x", "far"))
                .message(
                        5,
                        new ProtobufMessage()
                                .number(1, 2)
                                .number(2, DOUBLE)
                                .text(8, "far")
                                .message(13, location)
                                .number(14, 1)));
    }

    /** A constant that says it has 2^62 elements, and brings 8 bytes. */
    public static byte[] hugeConstant() {
        return file(graph -> graph.message(1, node("Add", "", "y", "x", "huge"))
                .message(
                        5,
                        new ProtobufMessage()
                                .number(1, 1L << 31)
                                .number(1, 1L << 31)
                                .number(2, DOUBLE)
                                .text(8, "huge")
                                .bytes(9, new byte[FLOAT_BYTES])));
    }

    /** A constant with a negative dimension. */
    public static byte[] negativeDimension() {
        return file(graph -> graph.message(1, node("Add", "", "y", "x", "odd"))
                .message(
                        5,
                        new ProtobufMessage()
                                .number(1, -2)
                                .number(2, DOUBLE)
                                .text(8, "odd")
                                .bytes(9, new byte[FLOAT_BYTES])));
    }

    /** Two nodes that need each other. */
    public static byte[] cycle() {
        return file(graph -> graph.message(1, node("Add", "", "a", "x", "b"))
                .message(1, node("Add", "", "b", "a", "one"))
                .message(1, node("Add", "", "y", "a", "b")));
    }

    /** Each node doubles: a file of a few kilobytes that asks for 2^40 numbers. */
    public static byte[] doubling() {
        return file(graph -> {
            String last = "x";
            for (int i = 0; i < 40; i++) {
                graph.message(
                        1,
                        node("Concat", "", "c" + i, last, last)
                                .message(
                                        5,
                                        new ProtobufMessage()
                                                .text(1, "axis")
                                                .number(3, 1)
                                                .number(20, 2)));
                last = "c" + i;
            }
            graph.message(1, node("ReduceSum", "", "y", last));
        });
    }

    /** A node that holds a graph, as a loop without an end would. */
    public static byte[] loop() {
        ProtobufMessage body = new ProtobufMessage()
                .text(1, "body")
                .message(6, new ProtobufMessage().text(2, "forever"))
                .number(20, 5);
        return file(graph -> graph.message(1, node("Loop", "", "y", "x").message(5, body)));
    }

    /** A function of the model's own. */
    public static byte[] ownFunction() {
        byte[] good = good();
        ProtobufMessage function = new ProtobufMessage().text(1, "f").text(10, "own");
        return joined(good, new ProtobufMessage().message(25, function).toByteArray());
    }

    /** A part for training. */
    public static byte[] trainingPart() {
        return joined(
                good(),
                new ProtobufMessage()
                        .message(20, new ProtobufMessage().text(1, "t"))
                        .toByteArray());
    }

    /** Two graphs, of which a careless reader checks one and runs the other. */
    public static byte[] secondGraph() {
        return joined(
                good(),
                new ProtobufMessage()
                        .message(7, new ProtobufMessage().text(2, "other"))
                        .toByteArray());
    }

    /** A part that says it is longer than the file. */
    public static byte[] lyingLength() {
        byte[] start = new ProtobufMessage().number(1, 8).toByteArray();
        return joined(start, new byte[] {(7 << 3) | 2, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 1, 2});
    }

    /** Cut off in the middle. */
    public static byte[] truncated() {
        byte[] good = good();
        return Arrays.copyOf(good, good.length - 5);
    }

    /** Says that its constant is text. */
    public static byte[] textConstant() {
        return file(graph -> graph.message(1, node("Add", "", "y", "x", "text"))
                .message(
                        5,
                        new ProtobufMessage()
                                .number(1, 1)
                                .number(2, 8)
                                .text(6, "gadget")
                                .text(8, "text")));
    }

    /** A second input, through which something else could be fed. */
    public static byte[] secondInput() {
        return file(graph -> graph.message(11, matrix("z", 2)).message(1, node("Add", "", "y", "x", "z")));
    }

    private static byte[] file(Consumer<ProtobufMessage> nodes) {
        return model(good(nodes), null);
    }

    private static ProtobufMessage good(Consumer<ProtobufMessage> nodes) {
        ProtobufMessage graph = new ProtobufMessage().text(2, "g").message(11, matrix("x", 2));
        graph.message(
                5,
                new ProtobufMessage()
                        .number(1, 1)
                        .number(2, DOUBLE)
                        .text(8, "one")
                        .bytes(9, new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xf0, 0x3f}));
        nodes.accept(graph);
        return graph.message(12, matrix("y", 2));
    }

    private static byte[] model(ProtobufMessage graph, @Nullable String domain) {
        ProtobufMessage model = new ProtobufMessage()
                .number(1, 8)
                .message(7, graph)
                .message(8, new ProtobufMessage().text(1, "").number(2, 18));
        if (domain != null) {
            model.message(8, new ProtobufMessage().text(1, domain).number(2, 1));
        }
        return model.toByteArray();
    }

    private static ProtobufMessage node(String operator, String domain, String output, String... inputs) {
        ProtobufMessage node = new ProtobufMessage();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(3, "n_" + output).text(4, operator).text(7, domain);
    }

    private static ProtobufMessage matrix(String name, int columns) {
        ProtobufMessage shape = new ProtobufMessage()
                .message(1, new ProtobufMessage().text(2, "N"))
                .message(1, new ProtobufMessage().number(1, columns));
        ProtobufMessage tensor = new ProtobufMessage().number(1, DOUBLE).message(2, shape);
        return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
