package org.firewarden.train.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.train.cohort.FolderFiles;
import org.firewarden.train.privacy.NoiseCalibration;
import org.firewarden.train.privacy.PldAccountant;
import org.firewarden.train.privacy.Rounds;
import org.firewarden.train.uci.MadeUpTable;

/**
 * Prints what stands around the steps of a run: the accountant at its default grid (floor 1 s), the noise for a target epsilon, and
 * feature extraction from NDJSON (floor 20,000 resources a second and core) on made-up people. All work is done on the calling thread
 * and measured by its processor time, the least of several rounds. Run it by hand; nothing depends on its figures.
 */
final class TrainingPartsBenchmark {

    private static final double DELTA = 1e-6;

    private TrainingPartsBenchmark() {}

    /** The first argument is the number of made-up patients, the second the number of rounds. */
    public static void main(String[] arguments) throws Exception {
        int patients = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        PldAccountant accountant = PldAccountant.standard();
        double epsilon = least(rounds, () -> accountant.epsilon(Rounds.of(0.044, 1.69, 454), DELTA));
        double noise = least(rounds, () -> NoiseCalibration.noiseMultiplier(accountant, 3, DELTA, 0.044, 454, 0.015));
        System.out.printf(Locale.ROOT, "accountant %.3f s; noise for epsilon 3 %.3f s%n", epsilon, noise);
        Path folder = Files.createTempDirectory("firewarden-benchmark");
        try {
            extraction(folder, patients, rounds);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void extraction(Path folder, int patients, int rounds) throws Exception {
        MadeUpTable.write(folder, patients, 11);
        LocalTraining training = new LocalTraining(new UnitConversion());
        for (String features : List.of("readmission-diabetes", "events")) {
            TrainSettings settings =
                    TrainSettings.standard(features, "readmission-diabetes-30d", Algorithm.LOGISTIC, null, 1);
            LocalDate asOf = LocalDate.of(2009, 12, 31);
            long resources = cohort(training, folder, settings, asOf);
            double seconds = least(rounds, () -> cohort(training, folder, settings, asOf));
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d resources in %.2f s, %.0f a second and core%n",
                    features,
                    resources,
                    seconds,
                    resources / seconds);
        }
    }

    private static long cohort(LocalTraining training, Path folder, TrainSettings settings, LocalDate asOf)
            throws IOException {
        return training.cohort(new FolderFiles(folder), settings, asOf).resources();
    }

    private static double least(int rounds, Callable<?> work) throws Exception {
        double least = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            work.call();
            least = Math.min(least, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e9);
        }
        return least;
    }
}
