package org.firewarden.train.cohort;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
        /** The patients whose last index event is the latest are tested on; the others as above. */
        TIME
    }

    /** Splits a cohort. The same seed gives the same split. */
    public static Split of(Cohort cohort, Method method, long seed) {
        double[] draws =
                cohort.patientIds().stream().mapToDouble(id -> draw(seed, id)).toArray();
        int[] all = IntStream.range(0, draws.length).toArray();
        if (method == Method.PATIENT) {
            return new Split(
                    Arrays.stream(all).filter(i -> draws[i] >= TEST + HOLD_OUT).toArray(),
                    Arrays.stream(all)
                            .filter(i -> draws[i] >= TEST && draws[i] < TEST + HOLD_OUT)
                            .toArray(),
                    Arrays.stream(all).filter(i -> draws[i] < TEST).toArray());
        }
        int[] last = Arrays.stream(all)
                .map(i -> cohort.days()[cohort.starts()[i + 1] - 1])
                .toArray();
        int[] sorted = last.clone();
        Arrays.sort(sorted);
        int cut = sorted.length == 0 ? 0 : sorted[(int) (sorted.length * (1 - TEST))];
        double share = HOLD_OUT / (1 - TEST);
        return new Split(
                Arrays.stream(all)
                        .filter(i -> last[i] < cut && draws[i] >= share)
                        .toArray(),
                Arrays.stream(all)
                        .filter(i -> last[i] < cut && draws[i] < share)
                        .toArray(),
                Arrays.stream(all).filter(i -> last[i] >= cut).toArray());
    }

    private static double draw(long seed, String id) {
        byte[] digest = Sha256.digest(("split/" + seed + "/" + id).getBytes(StandardCharsets.UTF_8));
        return (ByteBuffer.wrap(digest).getLong() >>> 11) * 0x1.0p-53;
    }
}
