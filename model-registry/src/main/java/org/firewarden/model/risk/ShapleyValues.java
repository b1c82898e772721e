package org.firewarden.model.risk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * What each of several players adds to a function of them all, against a baseline (Shapley 1953): exactly if there are few players,
 * else by sampling orders in which they come in, each with its reverse (Castro et al. 2009, doi 10.1016/j.cor.2008.04.004). The
 * amounts add up to the difference to the baseline, and the same seed gives the same amounts.
 */
final class ShapleyValues {

    /** With this many, each coalition is looked at: 4,096 rows. */
    static final int FEW = 12;

    private static final int ROWS_AT_ONCE = 4096;

    private final int[][] players;
    private final double[] baseline;
    private final Function<double[][], double[]> function;

    /**
     * Asks a function.
     *
     * @param players the columns of each
     * @param function the numbers of many rows
     */
    ShapleyValues(int[][] players, double[] baseline, Function<double[][], double[]> function) {
        this.players = Arrays.stream(players).map(int[]::clone).toArray(int[][]::new);
        this.baseline = baseline.clone();
        this.function = function;
    }

    /** Whether each player adds by itself: the row with one player at the baseline tells what that one adds. */
    double[] additive(double[] row) {
        double[][] rows = new double[players.length + 1][];
        rows[players.length] = row;
        for (int player = 0; player < players.length; player++) {
            rows[player] = row.clone();
            take(rows[player], baseline, player);
        }
        double[] numbers = function.apply(rows);
        double[] amounts = new double[players.length];
        for (int player = 0; player < players.length; player++) {
            amounts[player] = numbers[players.length] - numbers[player];
        }
        return amounts;
    }

    /** By looking at each coalition. */
    double[] exact(double[] row) {
        int count = players.length;
        if (count > FEW) {
            throw new IllegalArgumentException("too many players to look at each coalition");
        }
        double[][] rows = new double[1 << count][];
        for (int coalition = 0; coalition < rows.length; coalition++) {
            rows[coalition] = baseline.clone();
            for (int player = 0; player < count; player++) {
                if ((coalition & (1 << player)) != 0) {
                    take(rows[coalition], row, player);
                }
            }
        }
        double[] numbers = function.apply(rows);
        double[] weights = weights(count);
        double[] amounts = new double[count];
        for (int player = 0; player < count; player++) {
            for (int coalition = 0; coalition < rows.length; coalition++) {
                if ((coalition & (1 << player)) == 0) {
                    double added = numbers[coalition | (1 << player)] - numbers[coalition];
                    amounts[player] += weights[Integer.bitCount(coalition)] * added;
                }
            }
        }
        return amounts;
    }

    /** By sampling. */
    double[] sampled(double[] row, int samples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = players.length;
        double[] amounts = new double[count];
        List<int[]> orders = new ArrayList<>(samples);
        while (orders.size() < samples) {
            int[] order = shuffled(count, random);
            orders.add(order);
            if (orders.size() < samples) {
                orders.add(reversed(order));
            }
        }
        int ordersAtOnce = Math.max(1, ROWS_AT_ONCE / (count + 1));
        for (int from = 0; from < samples; from += ordersAtOnce) {
            add(row, orders.subList(from, Math.min(samples, from + ordersAtOnce)), amounts);
        }
        for (int player = 0; player < count; player++) {
            amounts[player] /= samples;
        }
        return amounts;
    }

    private void add(double[] row, List<int[]> orders, double[] amounts) {
        int count = players.length;
        double[][] rows = new double[orders.size() * (count + 1)][];
        int next = 0;
        for (int[] order : orders) {
            double[] current = baseline.clone();
            rows[next++] = current;
            for (int player : order) {
                current = current.clone();
                take(current, row, player);
                rows[next++] = current;
            }
        }
        double[] numbers = function.apply(rows);
        next = 0;
        for (int[] order : orders) {
            for (int player : order) {
                amounts[player] += numbers[next + 1] - numbers[next];
                next++;
            }
            next++;
        }
    }

    private void take(double[] into, double[] from, int player) {
        for (int column : players[player]) {
            into[column] = from[column];
        }
    }

    /** How much a coalition of each size counts: size! (count - size - 1)! / count!. */
    private static double[] weights(int count) {
        double[] weights = new double[count];
        double weight = 1.0 / count;
        for (int size = 0; size < count; size++) {
            weights[size] = weight;
            weight = weight * (size + 1) / Math.max(1, count - size - 1);
        }
        return weights;
    }

    private static int[] shuffled(int count, SplittableRandom random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private static int[] reversed(int[] order) {
        int[] reversed = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            reversed[i] = order[order.length - 1 - i];
        }
        return reversed;
    }
}
