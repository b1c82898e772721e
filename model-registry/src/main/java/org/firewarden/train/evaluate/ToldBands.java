package org.firewarden.train.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.firewarden.model.disclosure.SmallCells;

/** Which thresholds and which points of a calibration curve may be told: those between which there are no few people ({@link SmallCells}). */
public final class ToldBands {

    private ToldBands() {}

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
        return positives + negatives == 0 || Math.min(positives, negatives) >= SmallCells.SMALLEST;
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
        return Math.min(positives, point.n() - positives) >= SmallCells.SMALLEST;
    }
}
