package org.firewarden.train.cohort;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.firewarden.model.feature.CategoryFeature;
import org.firewarden.model.feature.DemographicFeature;
import org.firewarden.model.feature.EventFeature;
import org.firewarden.model.feature.EventSequence;
import org.firewarden.model.feature.Feature;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.Interval;
import org.firewarden.model.feature.MeasurementFeature;
import org.firewarden.model.onnx.DataflowGraph;
import org.firewarden.model.onnx.ElementType;

/**
 * How feature values become the numbers that a model computes with: numbers are cut to their usual range and moved to -1 to 1,
 * categories become one column each, and not knowing becomes a column where the spec allows it. Every range comes from the spec,
 * so nothing is learnt from the data here and no privacy is spent. The same encoding is done in Java for training and written
 * into the artifact for serving.
 */
public final class FeatureEncoding {

    private static final String UNKNOWN = "unknown";
    private static final Interval DECADES = Interval.closed(0, 10);
    private static final Interval YEARS = Interval.closed(0, 100);
    private static final Interval YES_NO = Interval.closed(0, 1);

    private final List<String> names = new ArrayList<>();
    private final List<Scaled> scaled = new ArrayList<>();
    private final List<OneHot> oneHot = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();
    private final Map<Integer, Double> noEvent = new HashMap<>();

    /** The encoding of a spec. */
    public FeatureEncoding(FeatureSpec spec, UsualRanges ranges) {
        List<Feature> features = spec.features();
        List<OneHot> unknown = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            Feature feature = features.get(i);
            names.add(feature.name());
            if (feature instanceof EventFeature) {
                noEvent.put(i, feature.substitute().orElseThrow());
            }
            if (feature instanceof EventFeature event && event.part() == EventFeature.Part.KIND) {
                List<EventSequence.Kind> kinds = event.sequence().kinds();
                for (int kind = 0; kind < kinds.size(); kind++) {
                    oneHot.add(new OneHot(i, kind, kinds.get(kind).name()));
                }
                unknown.add(new OneHot(i, kinds.size(), UNKNOWN));
            } else if (feature instanceof CategoryFeature category) {
                for (int value = 0; value < category.values(); value++) {
                    oneHot.add(new OneHot(i, value, category.name(value)));
                }
                unknown.add(new OneHot(i, category.values(), UNKNOWN));
            } else {
                Interval range = range(feature, ranges);
                double substitute = feature.substitute().orElse(Double.NaN);
                scaled.add(new Scaled(i, range.minimum(), range.maximum(), substitute));
                if (feature.substitute().isPresent()) {
                    unknown.add(new OneHot(i, substitute, UNKNOWN));
                }
            }
        }
        oneHot.addAll(unknown);
        scaled.forEach(column -> columns.add(names.get(column.feature())));
        oneHot.forEach(column -> columns.add(names.get(column.feature()) + "=" + column.name()));
    }

    private static Interval range(Feature feature, UsualRanges ranges) {
        Interval declared = ranges.byFeature().get(feature.name());
        if (declared != null) {
            return declared;
        } else if (feature instanceof EventFeature event) {
            return event.range();
        } else if (feature instanceof MeasurementFeature measurement) {
            return measurement.plausible();
        } else if (feature instanceof DemographicFeature demographic) {
            return switch (demographic.element()) {
                case SEX, BLACK -> YES_NO;
                case AGE -> YEARS;
                case AGE_DECADE -> DECADES;
            };
        }
        return YES_NO;
    }

    /** How many feature values a row has. */
    public int features() {
        return names.size();
    }

    /** What the encoded columns are, in order. */
    public List<String> columns() {
        return List.copyOf(columns);
    }

    /** The feature that an encoded column is made of. */
    public String featureOf(int column) {
        String name = columns.get(column);
        int sign = name.indexOf('=');
        return sign < 0 ? name : name.substring(0, sign);
    }

    /** The encoded columns that a feature becomes, in order. */
    public List<Integer> columnsOf(String feature) {
        return IntStream.range(0, columns.size())
                .filter(column -> featureOf(column).equals(feature))
                .boxed()
                .toList();
    }

    /** The encoded column that is 1 where a feature is not known. */
    public OptionalInt unknownColumn(String feature) {
        int column = columns.indexOf(feature + "=" + UNKNOWN);
        return column < 0 ? OptionalInt.empty() : OptionalInt.of(column);
    }

    /** Encodes one row of feature values, in which substitutes stand for what is not known. */
    public void encode(double[] values, int from, float[] target, int to) {
        int column = to;
        for (Scaled scale : scaled) {
            target[column++] = scale.apply(values[from + scale.feature()]);
        }
        for (OneHot one : oneHot) {
            target[column++] = values[from + one.feature()] == one.value() ? 1 : 0;
        }
    }

    /**
     * A row about which nothing noteworthy is known: each number in the middle of its range, each category the first; and no event.
     */
    public double[] baseline() {
        double[] baseline = new double[names.size()];
        scaled.forEach(scale -> baseline[scale.feature()] =
                scale.maximum() - scale.minimum() <= 1 ? scale.minimum() : Math.rint(scale.middle()));
        noEvent.forEach((feature, none) -> baseline[feature] = none);
        return baseline;
    }

    /**
     * Writes the encoding into an artifact.
     *
     * @param x feature values, float64 {@code [N, features]}
     * @return the columns, float32 {@code [N, columns]}
     */
    public String write(DataflowGraph graph, String x) {
        List<String> blocks = new ArrayList<>();
        if (!scaled.isEmpty()) {
            blocks.add(writeScaled(graph, x));
        }
        if (!oneHot.isEmpty()) {
            String picked =
                    gather(graph, x, oneHot.stream().mapToLong(OneHot::feature).toArray());
            double[] values = oneHot.stream().mapToDouble(OneHot::value).toArray();
            blocks.add(cast(graph, graph.node("Equal", picked, graph.tensor(values, 1, values.length))));
        }
        return blocks.size() == 1
                ? blocks.get(0)
                : graph.node("Concat", Map.of("axis", 1), blocks.toArray(String[]::new));
    }

    private String writeScaled(DataflowGraph graph, String x) {
        String picked =
                gather(graph, x, scaled.stream().mapToLong(Scaled::feature).toArray());
        String middle = row(graph, Scaled::middle);
        String isUnknown = graph.node("Equal", picked, row(graph, Scaled::substitute));
        String known = graph.node("Where", isUnknown, middle, picked);
        String cut =
                graph.node("Min", graph.node("Max", known, row(graph, Scaled::minimum)), row(graph, Scaled::maximum));
        return cast(graph, graph.node("Div", graph.node("Sub", cut, middle), row(graph, Scaled::half)));
    }

    private String row(DataflowGraph graph, ToDoubleFunction<Scaled> number) {
        return graph.tensor(scaled.stream().mapToDouble(number).toArray(), 1, scaled.size());
    }

    private static String gather(DataflowGraph graph, String x, long[] features) {
        return graph.node("Gather", Map.of("axis", 1), x, graph.indices(features));
    }

    private static String cast(DataflowGraph graph, String value) {
        return graph.node("Cast", Map.of("to", ElementType.FLOAT.number()), value);
    }

    /** @param substitute what stands for 'not known', or not a number, which nothing equals */
    private record Scaled(int feature, double minimum, double maximum, double substitute) {

        double middle() {
            return (minimum + maximum) / 2;
        }

        double half() {
            return (maximum - minimum) / 2;
        }

        float apply(double value) {
            return value == substitute
                    ? 0
                    : (float) ((Math.min(Math.max(value, minimum), maximum) - middle()) / half());
        }
    }

    private record OneHot(int feature, double value, String name) {}
}
