package org.firewarden.train.graph;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Prints what 977 steps of an MLP 30-64-32-1 cost on 50,000 rows at an expected batch of 512, and 200 steps of a GRU of 16 units over
 * six events, with the ratios that private training costs. All work is done on the calling thread and measured by its processor time, the least of several rounds, so
 * that other load on the machine does not count. Run it by hand; nothing depends on its figures.
 */
final class TrainingBenchmark {

    private static final NetworkShape SHAPE = new NetworkShape(30, List.of(64, 32));

    private TrainingBenchmark() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 6;
        compare("MLP 64-32", SHAPE, Cohorts.make(50_000, 30, 1, 1), 977, rounds);
        compare("GRU 16", Cohorts.gru(16), Cohorts.events(20_000, 1, 1), 200, rounds);
    }

    private static void compare(String name, Architecture shape, Examples examples, int steps, int rounds) {
        double plain = Double.MAX_VALUE;
        double clipped = Double.MAX_VALUE;
        double noisy = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            plain = Math.min(plain, seconds(shape, examples, steps, null));
            clipped = Math.min(clipped, seconds(shape, examples, steps, new Schedule.Privacy(1, 0)));
            noisy = Math.min(noisy, seconds(shape, examples, steps, new Schedule.Privacy(1, 1)));
        }
        System.out.printf(
                Locale.ROOT,
                "%s, %d steps: plain %.2f s; clipped %.2f s, ratio %.2f; with noise %.2f s, ratio %.2f%n",
                name,
                steps,
                plain,
                clipped,
                clipped / plain,
                noisy,
                noisy / plain);
    }

    private static double seconds(
            Architecture shape, Examples examples, int steps, Schedule.@Nullable Privacy privacy) {
        Schedule schedule = new Schedule(steps, 512, 0.003, 1, privacy);
        StepDesign design = new StepDesign(
                shape, Optimizer.ADAM, privacy != null, privacy != null && privacy.noiseMultiplier() > 0, 1);
        Network start = Network.initial(shape, 0.2, Cohorts.streams(1).apply(99));
        try (GraphTrainer trainer = GraphTrainer.open(design, 1)) {
            long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            trainer.train(TrainingState.initial(start), examples, schedule, Cohorts.streams(1), state -> true);
            return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e9;
        }
    }
}
