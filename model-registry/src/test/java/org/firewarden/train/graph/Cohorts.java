package org.firewarden.train.graph;

import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.firewarden.crypto.KeyStream;

/** Made-up rows with a pattern that a network can learn and a line cannot wholly. */
final class Cohorts {

    private static final int SLOTS = 6;
    private static final int SLOT = 5;

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

    /** A unit that reads rows of {@link #events}. */
    static GruShape gru(int units) {
        List<GruShape.Slot> slots = IntStream.range(0, SLOTS)
                .map(t -> 2 + t * SLOT)
                .mapToObj(at -> new GruShape.Slot(List.of(at + 1, at + 2, at + 3, at + 4), at))
                .toList();
        return new GruShape(2 + SLOTS * SLOT, units, List.of(0, 1), slots);
    }

    /** Rows of up to six events, the oldest first, of three kinds with a number each; who has an event of one kind right after one of
     * another is likelier to have the outcome. */
    static Examples events(int patients, int greatestGroup, long seed) {
        Random random = new Random(seed);
        int[] starts = new int[patients + 1];
        for (int i = 0; i < patients; i++) {
            starts[i + 1] = starts[i] + 1 + random.nextInt(greatestGroup);
        }
        int rows = starts[patients];
        int columns = 2 + SLOTS * SLOT;
        float[] features = new float[rows * columns];
        float[] labels = new float[rows];
        for (int r = 0; r < rows; r++) {
            int at = r * columns;
            features[at] = (float) random.nextGaussian();
            features[at + 1] = (float) random.nextGaussian();
            int missing = random.nextInt(SLOTS + 1);
            int last = -1;
            double score = -1 + 0.3 * features[at];
            for (int t = 0; t < SLOTS; t++) {
                int slot = at + 2 + t * SLOT;
                if (t < missing) {
                    features[slot] = 1;
                    continue;
                }
                int kind = random.nextInt(3);
                features[slot + 1 + kind] = 1;
                features[slot + 4] = (float) random.nextGaussian();
                score += last == 0 && kind == 1 ? 2 : 0;
                last = kind;
            }
            labels[r] = random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
        }
        return new Examples(columns, features, labels, starts);
    }
}
