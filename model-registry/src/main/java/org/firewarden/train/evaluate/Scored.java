package org.firewarden.train.evaluate;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Probabilities with what came true, and whose they are; rows of one patient are resampled together. Arrays are not copied and
 * not to be changed.
 *
 * @param probabilities for each row
 * @param labels for each row, 0 or 1
 * @param patients for each row a number that stands for the patient
 */
@SuppressWarnings("ArrayRecordComponent")
public record Scored(double[] probabilities, float[] labels, int[] patients) {

    /** Refuses arrays of different lengths. */
    public Scored {
        if (probabilities.length != labels.length || labels.length != patients.length) {
            throw new IllegalArgumentException("each row has a probability, a label and a patient");
        }
    }

    /** How many rows there are. */
    public int rows() {
        return labels.length;
    }

    /** How many rows have the outcome. */
    public int positives() {
        int positives = 0;
        for (float label : labels) {
            positives += label > 0 ? 1 : 0;
        }
        return positives;
    }

    /** How many patients there are. */
    public int distinctPatients() {
        return (int) Arrays.stream(patients).distinct().count();
    }

    /** Other probabilities of the same rows. */
    public Scored withProbabilities(double[] others) {
        return new Scored(others, labels, patients);
    }

    /** The rows that are meant. */
    public Scored where(IntPredicate isMeant) {
        return select(IntStream.range(0, rows()).filter(isMeant).toArray());
    }

    /** Rows by their index; the same may come twice. */
    Scored select(int[] indices) {
        double[] chosen = new double[indices.length];
        float[] chosenLabels = new float[indices.length];
        int[] chosenPatients = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            chosen[i] = probabilities[indices[i]];
            chosenLabels[i] = labels[indices[i]];
            chosenPatients[i] = patients[indices[i]];
        }
        return new Scored(chosen, chosenLabels, chosenPatients);
    }

    /** Says how much there is and nothing of what. */
    @Override
    public String toString() {
        return "Scored[" + rows() + " rows]";
    }
}
