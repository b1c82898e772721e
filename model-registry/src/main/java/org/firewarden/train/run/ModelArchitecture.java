package org.firewarden.train.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.firewarden.model.feature.EventFeature;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.train.cohort.FeatureEncoding;
import org.firewarden.train.graph.Architecture;
import org.firewarden.train.graph.GruShape;
import org.firewarden.train.graph.NetworkShape;

/** Which network an algorithm trains on the columns of a feature spec. */
final class ModelArchitecture {

    private ModelArchitecture() {}

    /** The architecture; trees have none, and what they are attacked by is linear. */
    static Architecture of(TrainSettings settings, FeatureSpec spec, FeatureEncoding encoding) {
        return switch (settings.algorithm()) {
            case LOGISTIC, GBT -> linear(encoding);
            case MLP -> new NetworkShape(encoding.columns().size(), settings.hidden());
            case GRU -> recurrent(settings.hidden().get(0), spec, encoding);
        };
    }

    /** Logistic regression. */
    static NetworkShape linear(FeatureEncoding encoding) {
        return new NetworkShape(encoding.columns().size(), List.of());
    }

    /** Reads the events from the oldest to the latest, and beside its state every column that is of no event. */
    private static GruShape recurrent(int units, FeatureSpec spec, FeatureEncoding encoding) {
        int length = spec.sequence().orElseThrow().length();
        List<List<Integer>> columns = new ArrayList<>();
        IntStream.range(0, length).forEach(i -> columns.add(new ArrayList<>()));
        Integer[] empty = new Integer[length];
        List<Integer> context = new ArrayList<>();
        spec.features().forEach(feature -> {
            List<Integer> own = encoding.columnsOf(feature.name());
            if (feature instanceof EventFeature event) {
                columns.get(event.back() - 1).addAll(own);
                if (event.part() == EventFeature.Part.KIND) {
                    empty[event.back() - 1] =
                            encoding.unknownColumn(feature.name()).orElseThrow();
                }
            } else {
                context.addAll(own);
            }
        });
        List<GruShape.Slot> slots = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            int none = empty[i];
            slots.add(new GruShape.Slot(
                    columns.get(i).stream().filter(column -> column != none).toList(), none));
        }
        Collections.reverse(slots);
        return new GruShape(encoding.columns().size(), units, context, slots);
    }
}
