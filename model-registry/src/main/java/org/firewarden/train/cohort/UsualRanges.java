package org.firewarden.train.cohort;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.firewarden.model.feature.Interval;
import org.firewarden.model.yaml.FileProblems;
import org.firewarden.model.yaml.ShippedFile;
import org.firewarden.model.yaml.YamlObject;

/**
 * The usual values of the numbers of a feature spec, by feature; known without any data set.
 *
 * @param byFeature a feature that is not in it is told as it is, from 0 to 1
 */
public record UsualRanges(Map<String, Interval> byFeature) {

    /** Copies the map. */
    public UsualRanges {
        byFeature = Map.copyOf(byFeature);
    }

    /** Reads the ranges that ship for a spec. */
    public static UsualRanges load(String specId) {
        String path = "encodings/" + specId + ".yaml";
        FileProblems problems = new FileProblems(path);
        YamlObject root = YamlObject.parse(ShippedFile.text(path), problems);
        Map<String, Interval> ranges = new HashMap<>();
        for (YamlObject entry : root.objects("ranges")) {
            Optional<String> feature = entry.text("feature");
            OptionalDouble minimum = entry.number("minimum");
            OptionalDouble maximum = entry.number("maximum");
            entry.refuseOtherKeys();
            if (feature.isPresent() && minimum.isPresent() && maximum.isPresent()) {
                ranges.put(feature.get(), Interval.closed(minimum.getAsDouble(), maximum.getAsDouble()));
            }
        }
        root.refuseOtherKeys();
        problems.refuseIfAny();
        return new UsualRanges(ranges);
    }
}
