package org.firewarden.train.cohort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.train.graph.Examples;

/**
 * Feature values with labels, patient by patient, before they are encoded. Arrays are not copied and not to be changed.
 *
 * @param spec what was read
 * @param target what was labelled
 * @param values feature values by rows; the feature's substitute where nothing is known
 * @param labels 0 or 1 for each row
 * @param starts for each patient the first row; then the number of rows
 * @param patientIds for each patient the id in the data set
 * @param days for each row the day of the index event, as days since 1970
 * @param subgroups for each row and attribute of the subgroup spec its category, or not a number
 * @param subgroupSpec which attributes there are
 * @param scores published scores by name: for each row the score, or not a number
 * @param resources how many resources were read
 * @param skipped how many index events were left out because a required feature was missing or the outcome unknown
 */
@SuppressWarnings("ArrayRecordComponent")
public record Cohort(
        FeatureSpec spec,
        TargetSpec target,
        double[] values,
        float[] labels,
        int[] starts,
        List<String> patientIds,
        int[] days,
        double[] subgroups,
        FeatureSpec subgroupSpec,
        Map<String, double[]> scores,
        long resources,
        long skipped) {

    /** How many rows there are. */
    public int rows() {
        return labels.length;
    }

    /** How many patients there are. */
    public int patients() {
        return patientIds.size();
    }

    /** How many rows have the outcome. */
    public int positives() {
        int positives = 0;
        for (float label : labels) {
            positives += label > 0 ? 1 : 0;
        }
        return positives;
    }

    /** The rows for which it holds, and the patients who have one of them. */
    Cohort where(boolean[] isKept) {
        int[] rows =
                IntStream.range(0, isKept.length).filter(row -> isKept[row]).toArray();
        List<String> ids = new ArrayList<>();
        int[] ends = new int[starts.length];
        int kept = 0;
        for (int patient = 0; patient < patients(); patient++) {
            int before = kept;
            for (int row = starts[patient]; row < starts[patient + 1]; row++) {
                kept += isKept[row] ? 1 : 0;
            }
            if (kept > before) {
                ids.add(patientIds.get(patient));
                ends[ids.size()] = kept;
            }
        }
        float[] keptLabels = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            keptLabels[i] = labels[rows[i]];
        }
        Map<String, double[]> keptScores = new LinkedHashMap<>();
        scores.forEach((name, all) -> keptScores.put(name, of(all, rows, 1)));
        return new Cohort(
                spec,
                target,
                of(values, rows, spec.features().size()),
                keptLabels,
                Arrays.copyOf(ends, ids.size() + 1),
                ids,
                Arrays.stream(rows).map(row -> days[row]).toArray(),
                of(subgroups, rows, subgroupSpec.features().size()),
                subgroupSpec,
                keptScores,
                resources,
                skipped);
    }

    private static double[] of(double[] values, int[] rows, int width) {
        double[] some = new double[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * width, some, i * width, width);
        }
        return some;
    }

    /** The rows, encoded. */
    public Examples encode(FeatureEncoding encoding) {
        int columns = encoding.columns().size();
        float[] encoded = new float[Math.multiplyExact(rows(), columns)];
        for (int row = 0; row < rows(); row++) {
            encoding.encode(values, row * encoding.features(), encoded, row * columns);
        }
        return new Examples(columns, encoded, labels, starts);
    }

    /** Says how much there is and nothing of what. */
    @Override
    public String toString() {
        return "Cohort[" + rows() + " rows of " + patients() + " patients]";
    }
}
