package org.firewarden.model.score;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.firewarden.model.onnx.OnnxGraph;

/**
 * A score under construction: columns, sums and bands. Each method answers the name of its result. For one thread.
 */
final class ScoreGraph {

    private static final int DOUBLE = 11;

    private final OnnxGraph graph;
    private int results;

    /** Begins with one input {@code x} of these columns; each is then known by its name. */
    ScoreGraph(String name, List<String> columns) {
        this.graph = new OnnxGraph(name);
        graph.input("x", columns.size());
        for (String column : columns) {
            graph.node(
                    column,
                    "Gather",
                    Map.of("axis", 1),
                    "x",
                    graph.index("column_of_" + column, columns.indexOf(column)));
        }
    }

    /** The points of a band: {@code start}, and {@code change} more for each step that the value has reached. */
    String bands(String value, double start, Step... steps) {
        String points = number(start);
        for (Step step : steps) {
            String reached = node(step.isAt ? "GreaterOrEqual" : "Greater", value, number(step.bound));
            points = plus(points, times(number(step.change), number(reached)));
        }
        return points;
    }

    /** A step at a bound, the bound included. */
    static Step atLeast(double bound, double change) {
        return new Step(bound, change, true);
    }

    /** A step beyond a bound. */
    static Step beyond(double bound, double change) {
        return new Step(bound, change, false);
    }

    String plus(String first, String... others) {
        String sum = first;
        for (String other : others) {
            sum = node("Add", sum, other);
        }
        return sum;
    }

    String minus(String left, String right) {
        return node("Sub", left, right);
    }

    String times(String left, String right) {
        return node("Mul", left, right);
    }

    String over(String left, String right) {
        return node("Div", left, right);
    }

    String power(String base, String exponent) {
        return node("Pow", base, exponent);
    }

    String smaller(String left, String right) {
        return node("Min", left, right);
    }

    String greater(String left, String right) {
        return node("Max", left, right);
    }

    String ln(String value) {
        return node("Log", value);
    }

    String exp(String value) {
        return node("Exp", value);
    }

    String floor(String value) {
        return node("Floor", value);
    }

    /** 1 where a yes-or-no column is 0, and the other way round. */
    String not(String value) {
        return minus(number(1), value);
    }

    /** The column for yes, or the other one for no. */
    String choice(String isYes, String yes, String no) {
        String condition = node("Greater", isYes, number(0.5));
        return node("Where", condition, yes, no);
    }

    String number(double value) {
        return graph.scalar(fresh(), value);
    }

    /** The file: one output {@code y} of these columns. */
    byte[] toFile(SortedMap<String, String> metadata, String... outputs) {
        if (outputs.length == 1) {
            graph.node("y", "Identity", outputs[0]);
        } else {
            graph.node("y", "Concat", Map.of("axis", 1), outputs);
        }
        graph.output("y", outputs.length);
        return graph.toFile(metadata);
    }

    /** A truth value as 1 or 0. */
    private String number(String truth) {
        return graph.node(fresh(), "Cast", Map.of("to", DOUBLE), truth);
    }

    private String node(String operator, String... operands) {
        return graph.node(fresh(), operator, operands);
    }

    private String fresh() {
        return "v" + results++;
    }

    /**
     * A change of points.
     *
     * @param isAt whether the bound itself has reached it
     */
    record Step(double bound, double change, boolean isAt) {}
}
