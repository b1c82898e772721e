package org.firewarden.train.evaluate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Percentile intervals by resampling patients with replacement (Efron and Tibshirani 1993, chapter 13): rows of one patient
 * are not independent of one another and stay together. The same seed gives the same interval.
 */
public final class Bootstrap {

    private final int rounds;
    private final long seed;

    /** Resamples that many times. */
    public Bootstrap(int rounds, long seed) {
        if (rounds < 20) {
            throw new IllegalArgumentException("an interval takes at least 20 rounds");
        }
        this.rounds = rounds;
        this.seed = seed;
    }

    /** The intervals of several figures, from the same samples. */
    public List<Interval95> of(Scored scored, List<ToDoubleFunction<Scored>> figures) {
        int[][] groups = groups(scored);
        double[][] samples = new double[figures.size()][rounds];
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < rounds; round++) {
            Scored sample = scored.select(draw(groups, random));
            for (int f = 0; f < figures.size(); f++) {
                samples[f][round] = figures.get(f).applyAsDouble(sample);
            }
        }
        return IntStream.range(0, figures.size())
                .mapToObj(f -> interval(figures.get(f).applyAsDouble(scored), samples[f]))
                .toList();
    }

    /** The interval of one figure. */
    public Interval95 of(Scored scored, ToDoubleFunction<Scored> figure) {
        return of(scored, List.of(figure)).get(0);
    }

    /** The interval that samples of a figure give; those in which it is not defined do not count. */
    static Interval95 interval(double value, double[] samples) {
        double[] defined =
                Arrays.stream(samples).filter(Double::isFinite).sorted().toArray();
        if (defined.length < samples.length / 2) {
            return new Interval95(value, Double.NaN, Double.NaN);
        }
        return new Interval95(value, quantile(defined, 0.025), quantile(defined, 0.975));
    }

    private static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    private static int[] draw(int[][] groups, SplittableRandom random) {
        IntStream.Builder rows = IntStream.builder();
        for (int i = 0; i < groups.length; i++) {
            for (int row : groups[random.nextInt(groups.length)]) {
                rows.add(row);
            }
        }
        return rows.build().toArray();
    }

    private static int[][] groups(Scored scored) {
        Map<Integer, IntStream.Builder> rows = new HashMap<>();
        int[] patients = scored.patients();
        for (int i = 0; i < patients.length; i++) {
            rows.computeIfAbsent(patients[i], patient -> IntStream.builder()).add(i);
        }
        return Arrays.stream(patients)
                .distinct()
                .mapToObj(patient ->
                        rows.getOrDefault(patient, IntStream.builder()).build().toArray())
                .toArray(int[][]::new);
    }
}
