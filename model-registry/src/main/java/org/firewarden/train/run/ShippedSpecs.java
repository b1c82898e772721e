package org.firewarden.train.run;

import java.util.List;
import java.util.Optional;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.FeatureSpecFile;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.train.cohort.TargetSpec;
import org.firewarden.train.cohort.TargetSpecFile;

/** The feature and target specs that ship for training, by id. */
public final class ShippedSpecs {

    /** Ids of feature specs. */
    public static final List<String> FEATURES =
            List.of("utilisation", "cardiometabolic", "events", "readmission-diabetes");
    /** Ids of those feature specs that have a sequence of events. */
    public static final List<String> SEQUENCES = List.of("events");
    /** Ids of target specs. */
    public static final List<String> TARGETS =
            List.of("readmission-30d", "acute-return-90d", "diabetes", "readmission-diabetes-30d");

    private ShippedSpecs() {}

    /** The path of a feature spec in the jar. */
    public static String featurePath(String id) {
        return "features/" + id + ".yaml";
    }

    /** A feature spec. */
    public static Optional<FeatureSpec> features(String id, UnitConversion units) {
        return FEATURES.contains(id) ? Optional.of(new FeatureSpecFile(units).load(featurePath(id))) : Optional.empty();
    }

    /** A target spec. */
    public static Optional<TargetSpec> target(String id) {
        return TARGETS.contains(id) ? Optional.of(TargetSpecFile.load("targets/" + id + ".yaml")) : Optional.empty();
    }

    /** Whether a shipped target has one event for each patient. */
    public static boolean isOncePerPatient(String id) {
        return target(id)
                .map(target -> target.unit() == TargetSpec.Unit.PATIENT)
                .orElse(false);
    }

    /** The attributes by which evaluations are broken down. */
    public static FeatureSpec subgroups(UnitConversion units) {
        return new FeatureSpecFile(units).load("features/subgroups.yaml");
    }
}
