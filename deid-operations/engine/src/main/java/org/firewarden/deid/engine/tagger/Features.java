package org.firewarden.deid.engine.tagger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the head sees of each word that a passage asks about: the vector of the place where the word stands with the word itself
 * covered, the vector of the word uncovered, and its traits. The covered vector is what tells names apart that no training has
 * seen: it knows only what stands around.
 */
final class Features {

    /** How many traits there may be. */
    static final int TRAITS = 32;

    static final int INPUTS = 2 * Encoder.WIDTH + TRAITS;

    /** Pieces of one word; the rest of a longer one is not looked at, so that no passage outgrows the encoder. */
    private static final int LONGEST = 6;

    private final WordPieces pieces;
    private final Encoder encoder;

    Features(WordPieces pieces, Encoder encoder) {
        this.pieces = pieces;
        this.encoder = encoder;
    }

    /** One row for each place of a passage. */
    List<float[]> of(Passage passage) {
        int[] covered = new int[passage.words().size() * LONGEST + 2];
        int[] plain = new int[covered.length];
        int[] coveredAt = new int[passage.places().size()];
        int[] plainAt = new int[coveredAt.length];
        int[] plainTo = new int[coveredAt.length];
        int coveredCount = 0;
        int plainCount = 0;
        covered[coveredCount++] = WordPieces.CLS;
        plain[plainCount++] = WordPieces.CLS;
        int next = 0;
        for (int i = 0; i < passage.words().size(); i++) {
            int[] word = pieces.pieces(passage.words().get(i));
            int length = Math.min(word.length, LONGEST);
            boolean isAsked = next < coveredAt.length && passage.places().get(next) == i;
            if (isAsked) {
                coveredAt[next] = coveredCount;
                plainAt[next] = plainCount;
                plainTo[next] = plainCount + length;
                next++;
                covered[coveredCount++] = WordPieces.MASK;
            } else {
                System.arraycopy(word, 0, covered, coveredCount, length);
                coveredCount += length;
            }
            System.arraycopy(word, 0, plain, plainCount, length);
            plainCount += length;
        }
        covered[coveredCount++] = WordPieces.SEP;
        plain[plainCount++] = WordPieces.SEP;
        float[] around = encoder.encode(Arrays.copyOf(covered, coveredCount));
        float[] within = encoder.encode(Arrays.copyOf(plain, plainCount));
        List<float[]> rows = new ArrayList<>();
        for (int p = 0; p < coveredAt.length; p++) {
            float[] row = new float[INPUTS];
            System.arraycopy(around, coveredAt[p] * Encoder.WIDTH, row, 0, Encoder.WIDTH);
            for (int at = plainAt[p]; at < plainTo[p]; at++) {
                for (int i = 0; i < Encoder.WIDTH; i++) {
                    row[Encoder.WIDTH + i] += within[at * Encoder.WIDTH + i] / (plainTo[p] - plainAt[p]);
                }
            }
            for (int trait = 0; trait < TRAITS; trait++) {
                row[2 * Encoder.WIDTH + trait] = (passage.traits().get(p) >>> trait) & 1;
            }
            rows.add(row);
        }
        return rows;
    }
}
