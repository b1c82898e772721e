package org.firewarden.train.noise;

import java.util.function.LongSupplier;

/** Uniform numbers out of 64 random bits at a time. For one thread. */
final class RandomBits {

    private final LongSupplier source;

    RandomBits(LongSupplier source) {
        this.source = source;
    }

    /** A multiple of 2^-53 that is greater than 0 and at most 1. */
    double unit() {
        return ((source.getAsLong() >>> 11) + 1) * 0x1.0p-53;
    }

    /** A multiple of 2^-63 that is greater than 0 and at most 1; its logarithm is exact to double precision at both ends. */
    double fineUnit() {
        return ((source.getAsLong() >>> 1) + 1) * 0x1.0p-63;
    }
}
