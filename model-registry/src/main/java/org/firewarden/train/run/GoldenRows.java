package org.firewarden.train.run;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.firewarden.model.feature.CategoryFeature;
import org.firewarden.model.feature.DemographicFeature;
import org.firewarden.model.feature.EventFeature;
import org.firewarden.model.feature.Feature;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.Interval;
import org.firewarden.model.feature.MeasurementFeature;
import org.firewarden.train.cohort.UsualRanges;

/** Rows of feature values that are made up within the ranges of a spec. */
final class GoldenRows {

    private static final int ROWS = 16;

    private GoldenRows() {}

    static List<double[]> of(FeatureSpec spec, UsualRanges ranges, long seed) {
        return of(spec, ranges, ROWS, seed);
    }

    static List<double[]> of(FeatureSpec spec, UsualRanges ranges, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(spec.features().stream()
                    .mapToDouble(feature -> value(feature, ranges, random))
                    .toArray());
        }
        return rows;
    }

    private static double value(Feature feature, UsualRanges ranges, SplittableRandom random) {
        // Now and then nothing is known.
        if (feature.substitute().isPresent() && random.nextInt(5) == 0) {
            return feature.substitute().getAsDouble();
        }
        Interval range = ranges.byFeature().get(feature.name());
        if (feature instanceof EventFeature event) {
            double most = event.range().maximum();
            return event.part() == EventFeature.Part.KIND
                    ? random.nextInt((int) most)
                    : event.part() == EventFeature.Part.GAP
                            ? Math.rint(random.nextDouble() * most)
                            : random.nextDouble();
        } else if (feature instanceof CategoryFeature category) {
            return random.nextInt(category.values());
        } else if (range != null) {
            double within = range.minimum() + random.nextDouble() * (range.maximum() - range.minimum());
            return feature instanceof MeasurementFeature ? within : Math.rint(within);
        } else if (feature instanceof DemographicFeature demographic) {
            return switch (demographic.element()) {
                case SEX, BLACK -> random.nextInt(2);
                case AGE -> 18 + random.nextInt(80);
                case AGE_DECADE -> 2 + random.nextInt(7);
            };
        }
        return random.nextInt(2);
    }
}
