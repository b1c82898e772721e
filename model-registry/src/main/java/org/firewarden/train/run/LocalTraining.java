package org.firewarden.train.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyStream;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.feature.ChartReader;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.problem.Problem;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.cohort.CohortReader;
import org.firewarden.train.cohort.PublishedScore;
import org.firewarden.train.cohort.ResourceFiles;
import org.firewarden.train.cohort.TargetSpec;

/** Reads the cohort of a run and names its artifact; the same for a job and on the command line. */
public final class LocalTraining {

    /** Which code trains; part of what the noise of a run depends on. */
    public static final String CODE_VERSION = "firewarden-train/3";

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
                        target.scores().stream()
                                .map(score -> PublishedScore.load(score, units))
                                .toList(),
                        asOf,
                        settings.rowsPerPatient(),
                        settings.splitDay().orElse(null))
                .read(files, BYTES_AT_ONCE);
    }

    private static RefusedException refused(String code, String text) {
        return new RefusedException(List.of(Problem.invalid(code, text)));
    }

    /**
     * The key of all random bits of a run. Under a privacy claim it is made with a secret of the key ring, since who knows it can take
     * the noise away again; without a claim it hides nothing and is the same everywhere.
     *
     * @return 32 bytes
     */
    public static byte[] noiseKey(KeyRing keys, String dataSha256, TrainSettings settings, String codeVersion) {
        byte[] seed = ("firewarden training noise 1\n" + dataSha256 + "\n" + codeVersion + "\n" + settings.toJson())
                .getBytes(StandardCharsets.UTF_8);
        return settings.privacy() == null ? Sha256.digest(seed) : keys.mac(KeyPurpose.TRAINING_NOISE, seed);
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
