package org.firewarden.train.cohort;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.firewarden.crypto.Sha256;

/**
 * Which patients a model is trained on, calibrated on and tested on. A patient is in one part only, with all rows.
 *
 * @param train about seven in ten
 * @param holdOut about one in ten: for early stopping and recalibration
 * @param test about two in ten: for the report alone
 */
@SuppressWarnings("ArrayRecordComponent")
public record Split(int[] train, int[] holdOut, int[] test) {

    private static final double TEST = 0.2;
    private static final double HOLD_OUT = 0.1;

    /** How patients are told apart. */
    public enum Method {
        /** By a hash of the seed and the id. */
        PATIENT,
        /** By a day: what is learnt is from before it, what is tested on from that day on. */
        TIME
    }

    /** Splits a cohort by patient. The same seed gives the same split. */
    public static Split of(Cohort cohort, long seed) {
        double[] draws = draws(cohort, seed);
        int[] all = IntStream.range(0, draws.length).toArray();
        return new Split(
                Arrays.stream(all).filter(i -> draws[i] >= TEST + HOLD_OUT).toArray(),
                Arrays.stream(all)
                        .filter(i -> draws[i] >= TEST && draws[i] < TEST + HOLD_OUT)
                        .toArray(),
                Arrays.stream(all).filter(i -> draws[i] < TEST).toArray());
    }

    /** A cohort with the rows that a split by time uses, and the split. */
    public record Timed(Cohort cohort, Split split) {}

    /**
     * Splits a cohort by time. Tested on, with their events from the day on, are patients who are new from that day on, and two in ten of
     * the others; what is learnt is from the rest, with events before that day. Who is in which part follows from the seed and from what
     * was known on the day, never from what came later, and no patient's part depends on another patient.
     *
     * @param cohort read with the same day, so that no label of an event before it reaches beyond it
     */
    public static Timed byTime(Cohort cohort, LocalDate splitDate, long seed) {
        long day = splitDate.toEpochDay();
        double[] draws = draws(cohort, seed);
        boolean[] isKept = new boolean[cohort.rows()];
        for (int patient = 0; patient < draws.length; patient++) {
            boolean isTested = draws[patient] < TEST || cohort.days()[cohort.starts()[patient]] >= day;
            for (int row = cohort.starts()[patient]; row < cohort.starts()[patient + 1]; row++) {
                isKept[row] = isTested == cohort.days()[row] >= day;
            }
        }
        Cohort kept = cohort.where(isKept);
        double[] left = draws(kept, seed);
        int[] all = IntStream.range(0, left.length).toArray();
        IntPredicate isTested = i -> kept.days()[kept.starts()[i]] >= day;
        return new Timed(
                kept,
                new Split(
                        Arrays.stream(all)
                                .filter(isTested.negate())
                                .filter(i -> left[i] >= TEST + HOLD_OUT)
                                .toArray(),
                        Arrays.stream(all)
                                .filter(isTested.negate())
                                .filter(i -> left[i] < TEST + HOLD_OUT)
                                .toArray(),
                        Arrays.stream(all).filter(isTested).toArray()));
    }

    private static double[] draws(Cohort cohort, long seed) {
        return cohort.patientIds().stream().mapToDouble(id -> draw(seed, id)).toArray();
    }

    private static double draw(long seed, String id) {
        byte[] digest = Sha256.digest(("split/" + seed + "/" + id).getBytes(StandardCharsets.UTF_8));
        return (ByteBuffer.wrap(digest).getLong() >>> 11) * 0x1.0p-53;
    }
}
