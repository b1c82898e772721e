package org.firewarden.deid.engine.tagger;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The part of the tagger that this project trained: one hidden layer over what the encoder says of a word, and over its traits;
 * out comes the share of {@link #OUTSIDE}, {@link #BEGIN} and {@link #INSIDE}. Immutable.
 */
final class Head {

    /** No part of a name; {@link #BEGIN} is the first word of one, {@link #INSIDE} a later one. */
    static final int OUTSIDE = 0;

    static final int BEGIN = 1;
    static final int INSIDE = 2;
    static final int TAGS = 3;

    private final int inputs;
    private final int hidden;
    private final float[] first;
    private final float[] second;

    /**
     * Ties the weights together.
     *
     * @param first for each hidden unit its weights and then its bias
     * @param second for each tag its weights and then its bias
     */
    Head(int inputs, int hidden, float[] first, float[] second) {
        if (first.length != hidden * (inputs + 1) || second.length != TAGS * (hidden + 1)) {
            throw new TaggerException("the head of the tagger is not of the shape that it says");
        }
        this.inputs = inputs;
        this.hidden = hidden;
        this.first = first.clone();
        this.second = second.clone();
    }

    /** Reads what {@link #bytes()} wrote. */
    static Head read(byte[] content, int inputs) {
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (content.length < 8 || buffer.getInt() != inputs) {
            throw new TaggerException("the head of the tagger does not fit its encoder and traits");
        }
        int hidden = buffer.getInt();
        long numbers = (long) hidden * (inputs + 1) + (long) TAGS * (hidden + 1L);
        if (hidden < 1 || content.length != 8 + 4 * numbers) {
            throw new TaggerException("the head of the tagger is not of the shape that it says");
        }
        FloatBuffer floats = buffer.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] first = new float[hidden * (inputs + 1)];
        float[] second = new float[TAGS * (hidden + 1)];
        floats.get(first).get(second);
        return new Head(inputs, hidden, first, second);
    }

    /** The head as a file: inputs, hidden units, weights; little-endian. */
    byte[] bytes() {
        ByteBuffer buffer =
                ByteBuffer.allocate(8 + 4 * (first.length + second.length)).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(inputs).putInt(hidden);
        for (float weight : first) {
            buffer.putFloat(weight);
        }
        for (float weight : second) {
            buffer.putFloat(weight);
        }
        return buffer.array();
    }

    /** The shares of the tags for one word; they sum to one. */
    double[] shares(float[] input) {
        double[] units = new double[hidden];
        for (int h = 0; h < hidden; h++) {
            units[h] = Math.max(0, weighed(first, h * (inputs + 1), input));
        }
        double[] shares = new double[TAGS];
        double largest = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < TAGS; t++) {
            int at = t * (hidden + 1);
            double sum = second[at + hidden];
            for (int h = 0; h < hidden; h++) {
                sum += second[at + h] * units[h];
            }
            shares[t] = sum;
            largest = Math.max(largest, sum);
        }
        double total = 0;
        for (int t = 0; t < TAGS; t++) {
            shares[t] = Math.exp(shares[t] - largest);
            total += shares[t];
        }
        for (int t = 0; t < TAGS; t++) {
            shares[t] /= total;
        }
        return shares;
    }

    private double weighed(float[] weights, int at, float[] input) {
        double sum = weights[at + inputs];
        for (int i = 0; i < inputs; i++) {
            sum += (double) weights[at + i] * input[i];
        }
        return sum;
    }
}
