package org.firewarden.train.run;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.firewarden.crypto.KeyStream;
import org.firewarden.model.feature.ChartReader;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.problem.Problem;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.cohort.CohortReader;
import org.firewarden.train.cohort.ResourceFiles;
import org.firewarden.train.cohort.TargetSpec;

/** Reads the cohort of a run and names its artifact; the same for a job and on the command line. */
public final class LocalTraining {

    private static final long BYTES_AT_ONCE = 256L << 20;

    private final UnitConversion units;

    /** Reads with these units. */
    public LocalTraining(UnitConversion units) {
        this.units = units;
    }

    /**
     * Reads the cohort.
     *
     * @param asOf the day as of which the data was read
     * @throws RefusedException if there is no such feature or target spec
     */
    public Cohort cohort(ResourceFiles files, TrainSettings settings, LocalDate asOf) throws IOException {
        FeatureSpec features = ShippedSpecs.features(settings.features(), units)
                .orElseThrow(() -> refused("unknown-features", "there is no feature spec of that id"));
        TargetSpec target = ShippedSpecs.target(settings.target())
                .orElseThrow(() -> refused("unknown-target", "there is no target spec of that id"));
        return new CohortReader(
                        new ChartReader(units),
                        features,
                        ShippedSpecs.subgroups(units),
                        target,
                        asOf,
                        settings.rowsPerPatient())
                .read(files, BYTES_AT_ONCE);
    }

    private static RefusedException refused(String code, String text) {
        return new RefusedException(List.of(Problem.invalid(code, text)));
    }

    /** Random bits out of a 32-byte key. */
    public static LongFunction<LongSupplier> streams(byte[] key) {
        return number -> KeyStream.of(key, number)::nextLong;
    }

    /** What an artifact says of itself. */
    public static SortedMap<String, String> metadata(String dataSha256, TrainSettings settings, String codeVersion) {
        return new TreeMap<>(Map.of("data-sha256", dataSha256, "settings", settings.toJson(), "code", codeVersion));
    }
}
