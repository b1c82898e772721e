package org.firewarden.train.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How well scores tell those with the outcome from those without. */
public final class Discrimination {

    private Discrimination() {}

    /**
     * The area under the receiver operating characteristic: the probability that one with the outcome scores higher than one
     * without, ties counting half (Hanley and McNeil 1982). NaN if all have the same label.
     */
    public static double auroc(double[] scores, float[] labels) {
        int[] order = ascending(scores);
        double rankSum = 0;
        double positives = 0;
        for (int i = 0; i < order.length; ) {
            int end = i;
            double positivesHere = 0;
            while (end < order.length && scores[order[end]] == scores[order[i]]) {
                positivesHere += labels[order[end]] > 0 ? 1 : 0;
                end++;
            }
            rankSum += positivesHere * (i + 1 + end) / 2.0;
            positives += positivesHere;
            i = end;
        }
        double negatives = order.length - positives;
        return positives == 0 || negatives == 0
                ? Double.NaN
                : (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
    }

    /**
     * The average precision: the area under the precision-recall curve by steps, without interpolation (Davis and Goadrich 2006).
     * NaN if nobody has the outcome.
     */
    public static double auprc(double[] scores, float[] labels) {
        int[] order = ascending(scores);
        double truePositives = 0;
        double area = 0;
        double positives = 0;
        for (float label : labels) {
            positives += label > 0 ? 1 : 0;
        }
        double seen = 0;
        for (int i = order.length - 1; i >= 0; ) {
            double score = scores[order[i]];
            double here = 0;
            while (i >= 0 && scores[order[i]] == score) {
                here += labels[order[i]] > 0 ? 1 : 0;
                seen++;
                i--;
            }
            truePositives += here;
            area += here * truePositives / seen;
        }
        return positives == 0 ? Double.NaN : area / positives;
    }

    /** The indices of the scores from the least to the greatest. */
    static int[] ascending(double[] scores) {
        Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
}
