package org.firewarden.train.graph;

import java.util.Arrays;

/**
 * Rows for training or evaluation, grouped by patient: the rows of a patient lie beside one another. Values are not copied and
 * not to be changed.
 */
public final class Examples {

    private final int columns;
    private final float[] features;
    private final float[] labels;
    private final int[] starts;

    /**
     * Takes over arrays.
     *
     * @param features row-major
     * @param labels 0 or 1 for each row
     * @param starts for each patient the first row; then the number of rows
     */
    public Examples(int columns, float[] features, float[] labels, int[] starts) {
        if (features.length != labels.length * columns
                || starts.length == 0
                || starts[0] != 0
                || starts[starts.length - 1] != labels.length) {
            throw new IllegalArgumentException("features, labels and patients do not fit together");
        }
        for (int i = 1; i < starts.length; i++) {
            if (starts[i] <= starts[i - 1]) {
                throw new IllegalArgumentException("each patient has at least one row");
            }
        }
        this.columns = columns;
        this.features = features;
        this.labels = labels;
        this.starts = starts;
    }

    /** Rows of which each is a patient of its own. */
    public static Examples ungrouped(int columns, float[] features, float[] labels) {
        int[] starts = new int[labels.length + 1];
        Arrays.setAll(starts, i -> i);
        return new Examples(columns, features, labels, starts);
    }

    /** The patients of two, the first ones first, copied. */
    public static Examples joined(Examples first, Examples second) {
        if (first.columns != second.columns) {
            throw new IllegalArgumentException("rows of other columns do not fit together");
        }
        float[] features = Arrays.copyOf(first.features, first.features.length + second.features.length);
        System.arraycopy(second.features, 0, features, first.features.length, second.features.length);
        float[] labels = Arrays.copyOf(first.labels, first.labels.length + second.labels.length);
        System.arraycopy(second.labels, 0, labels, first.labels.length, second.labels.length);
        int[] starts = Arrays.copyOf(first.starts, first.starts.length + second.patients());
        for (int i = 1; i <= second.patients(); i++) {
            starts[first.patients() + i] = first.rows() + second.starts[i];
        }
        return new Examples(first.columns, features, labels, starts);
    }

    /** How many numbers a row has. */
    public int columns() {
        return columns;
    }

    /** How many rows there are. */
    public int rows() {
        return labels.length;
    }

    /** How many patients there are. */
    public int patients() {
        return starts.length - 1;
    }

    /** The first row of a patient. */
    public int start(int patient) {
        return starts[patient];
    }

    /** The row after the last one of a patient. */
    public int end(int patient) {
        return starts[patient + 1];
    }

    /** How many rows the patient with the most rows has. */
    public int greatestGroup() {
        int greatest = 0;
        for (int i = 0; i < patients(); i++) {
            greatest = Math.max(greatest, end(i) - start(i));
        }
        return greatest;
    }

    /** The rows, row-major. */
    public float[] features() {
        return features;
    }

    /** The labels. */
    public float[] labels() {
        return labels;
    }

    /** The rows of some patients, copied. */
    public Examples select(int[] patients) {
        int rows = 0;
        for (int patient : patients) {
            rows += end(patient) - start(patient);
        }
        float[] chosen = new float[rows * columns];
        float[] chosenLabels = new float[rows];
        int[] chosenStarts = new int[patients.length + 1];
        int row = 0;
        for (int i = 0; i < patients.length; i++) {
            int from = start(patients[i]);
            int count = end(patients[i]) - from;
            System.arraycopy(features, from * columns, chosen, row * columns, count * columns);
            System.arraycopy(labels, from, chosenLabels, row, count);
            row += count;
            chosenStarts[i + 1] = row;
        }
        return new Examples(columns, chosen, chosenLabels, chosenStarts);
    }

    /** Says how much there is and nothing of what. */
    @Override
    public String toString() {
        return "Examples[" + rows() + " rows of " + patients() + " patients]";
    }
}
