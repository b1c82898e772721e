package org.firewarden.train.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is too few people to be told of. A published count from 1 to 10 points at persons, and so does one that follows from others by
 * subtraction; hence the complement is withheld, too (CMS cell size suppression policy: no cell from 1 to 10, directly or derived).
 */
public final class SmallCells {

    /** The smallest count that is published. */
    public static final int SMALLEST = 11;

    private SmallCells() {}

    /** Whether a count may be told beside its total: none, all, or enough of both. */
    public static boolean isTold(long count, long total) {
        return count == 0 || count == total || Math.min(count, total - count) >= SMALLEST;
    }

    /**
     * Which groups that together are everybody must not be told: those with a small cell, and then the next smallest, until what
     * subtraction from the total yields is at least two groups without a small cell.
     *
     * @param groups the cells of each group; the same number for all
     * @param already groups that are withheld for another reason
     */
    static boolean[] withheld(List<int[]> groups, boolean[] already) {
        boolean[] withheld = already.clone();
        for (int group = 0; group < withheld.length; group++) {
            withheld[group] |= smallest(groups.get(group)) < SMALLEST;
        }
        while (isDerivable(groups, withheld)) {
            int next = -1;
            for (int group = 0; group < withheld.length; group++) {
                if (!withheld[group] && (next < 0 || smallest(groups.get(group)) < smallest(groups.get(next)))) {
                    next = group;
                }
            }
            if (next < 0) {
                break;
            }
            withheld[next] = true;
        }
        return withheld;
    }

    private static boolean isDerivable(List<int[]> groups, boolean[] withheld) {
        int count = 0;
        int[] rest = new int[groups.isEmpty() ? 0 : groups.get(0).length];
        for (int group = 0; group < withheld.length; group++) {
            if (withheld[group]) {
                count++;
                for (int cell = 0; cell < rest.length; cell++) {
                    rest[cell] += groups.get(group)[cell];
                }
            }
        }
        return count == 1 || (count > 1 && smallest(rest) < SMALLEST);
    }

    private static int smallest(int[] cells) {
        return Arrays.stream(cells).min().orElse(0);
    }

    /**
     * The thresholds that may be told: between two of them, below the first and from the last on there is nobody, or enough people with
     * and without the outcome.
     */
    public static List<Operating> thresholds(List<Double> thresholds, Scored scored) {
        List<Operating> told = new ArrayList<>();
        int[] above = {scored.positives(), scored.rows() - scored.positives()};
        for (double threshold : thresholds.stream().sorted().toList()) {
            int[] flagged = flagged(threshold, scored);
            if (isBandTold(above[0] - flagged[0], above[1] - flagged[1]) && isBandTold(flagged[0], flagged[1])) {
                told.add(Operating.at(threshold, scored));
                above = flagged;
            }
        }
        return told;
    }

    private static boolean isBandTold(int positives, int negatives) {
        return positives + negatives == 0 || Math.min(positives, negatives) >= SMALLEST;
    }

    private static int[] flagged(double threshold, Scored scored) {
        int[] flagged = new int[2];
        for (int i = 0; i < scored.rows(); i++) {
            if (scored.probabilities()[i] >= threshold) {
                flagged[scored.labels()[i] > 0 ? 0 : 1]++;
            }
        }
        return flagged;
    }

    /** The calibration curve with neighbouring points joined until each has enough people with and without the outcome. */
    public static List<Calibration.Point> curve(Scored scored) {
        List<Calibration.Point> told = new ArrayList<>();
        Calibration.Point open = null;
        for (Calibration.Point point : Calibration.curve(scored)) {
            open = open == null ? point : open.with(point);
            if (isTold(open)) {
                told.add(open);
                open = null;
            }
        }
        if (open != null && !told.isEmpty()) {
            int last = told.size() - 1;
            told.set(last, told.get(last).with(open));
        }
        return told;
    }

    private static boolean isTold(Calibration.Point point) {
        long positives = Math.round(point.observed() * point.n());
        return Math.min(positives, point.n() - positives) >= SMALLEST;
    }
}
