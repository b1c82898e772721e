package org.firewarden.train.graph;

import java.util.Random;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.firewarden.crypto.KeyStream;

/** Made-up rows with a pattern that a network can learn and a line cannot wholly. */
final class Cohorts {

    private Cohorts() {}

    static LongFunction<LongSupplier> streams(int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return number -> KeyStream.of(key, number)::nextLong;
    }

    /** Patients with one to {@code greatestGroup} rows. */
    static Examples make(int patients, int columns, int greatestGroup, long seed) {
        Random random = new Random(seed);
        int[] starts = new int[patients + 1];
        for (int i = 0; i < patients; i++) {
            starts[i + 1] = starts[i] + 1 + random.nextInt(greatestGroup);
        }
        int rows = starts[patients];
        float[] features = new float[rows * columns];
        float[] labels = new float[rows];
        for (int r = 0; r < rows; r++) {
            double score = -1;
            for (int c = 0; c < columns; c++) {
                double value = random.nextGaussian();
                features[r * columns + c] = (float) value;
                score += value * Math.cos(c) * 0.4;
            }
            score += features[r * columns] * features[r * columns + 1];
            labels[r] = random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
        }
        return new Examples(columns, features, labels, starts);
    }
}
