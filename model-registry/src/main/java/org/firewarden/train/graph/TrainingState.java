package org.firewarden.train.graph;

import java.nio.ByteBuffer;

/**
 * Where a run stands: how many steps were taken, the parameters, the optimizer's moments. It is what a checkpoint holds; it may
 * tell of patients and is stored sealed only. Arrays are not copied and not to be changed.
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingState(int step, float[] theta, float[] m, float[] v) {

    /** Refuses arrays of different lengths. */
    public TrainingState {
        if (m.length != theta.length || v.length != theta.length) {
            throw new IllegalArgumentException("moments are as many as parameters");
        }
    }

    /** Before the first step. */
    public static TrainingState initial(Network network) {
        float[] theta = network.parameters();
        return new TrainingState(0, theta, new float[theta.length], new float[theta.length]);
    }

    /** As bytes: the step, the number of parameters, the three vectors. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(8 + 12 * theta.length);
        bytes.putInt(step).putInt(theta.length);
        bytes.asFloatBuffer().put(theta).put(m).put(v);
        return bytes.array();
    }

    /** Reads {@link #toBytes}. */
    public static TrainingState ofBytes(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        int step = bytes.getInt();
        int size = bytes.getInt();
        if (size < 1 || bytes.remaining() != 12L * size) {
            throw new IllegalArgumentException("no training state");
        }
        float[] theta = new float[size];
        float[] m = new float[size];
        float[] v = new float[size];
        bytes.asFloatBuffer().get(theta).get(m).get(v);
        return new TrainingState(step, theta, m, v);
    }

    /** Says where it stands and nothing of what was learnt. */
    @Override
    public String toString() {
        return "TrainingState[step " + step + "]";
    }
}
