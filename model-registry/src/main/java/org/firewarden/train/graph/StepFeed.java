package org.firewarden.train.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.firewarden.train.noise.GaussianNoise;
import org.firewarden.train.noise.NoiseGrid;
import org.firewarden.train.noise.PoissonSampling;
import org.jspecify.annotations.Nullable;

/** Gathers what a few steps read: their patients' rows, filled up to one size, and their noise. For one thread. */
final class StepFeed {

    private static final int MAXIMUM_FLOATS = 1 << 22;
    private static final int MAXIMUM_STEPS = 64;

    private final StepDesign design;
    private final Schedule schedule;
    private final Examples examples;
    private final LongFunction<LongSupplier> streams;
    private final int greatest;
    private final int stepsAtOnce;
    private final @Nullable SumRounding rounding;
    private final @Nullable NoiseGrid grid;
    private final float[] noiseOfStep;
    private final FloatBuffer x;
    private final FloatBuffer y;
    private final FloatBuffer weights;
    private final FloatBuffer noise;
    private int rows;

    StepFeed(
            StepDesign design, Schedule schedule, Examples examples, LongFunction<LongSupplier> streams, int greatest) {
        this.design = design;
        this.schedule = schedule;
        this.examples = examples;
        this.streams = streams;
        this.greatest = greatest;
        int parameters = design.shape().parameters();
        long perStep =
                (long) greatest * design.rowsPerPatient() * (design.shape().inputs() + 2) + parameters;
        this.stepsAtOnce = (int) Math.max(1, Math.min(MAXIMUM_STEPS, MAXIMUM_FLOATS / perStep));
        Schedule.Privacy privacy = schedule.privacy();
        this.rounding =
                privacy != null && design.isNoisy() ? SumRounding.of(design, privacy.maxGradNorm(), greatest) : null;
        this.grid = privacy != null && rounding != null ? grid(rounding, privacy, greatest, parameters) : null;
        this.noiseOfStep = new float[grid == null ? 0 : parameters];
        int allRows = Math.multiplyExact(Math.multiplyExact(stepsAtOnce, filled(greatest)), design.rowsPerPatient());
        this.x = direct(Math.multiplyExact(allRows, design.shape().inputs()));
        this.y = direct(allRows);
        this.weights = direct(allRows);
        this.noise = direct(Math.multiplyExact(stepsAtOnce, noiseOfStep.length));
    }

    /** The grid of the noise for what such sums are off by. */
    static NoiseGrid grid(SumRounding rounding, Schedule.Privacy privacy, int greatest, int parameters) {
        return NoiseGrid.of(
                new NoiseGrid.Summands(rounding.longest(), greatest, rounding.error()),
                privacy.noiseMultiplier(),
                parameters);
    }

    private int filled(int patients) {
        int of = SumRounding.ROWS;
        return design.isNoisy() ? Math.multiplyExact((patients + of - 1) / of, of) : patients;
    }

    /** How many rows are added in float32; 0 without noise. */
    int chunk() {
        return rounding == null ? 0 : rounding.chunk();
    }

    /** Gathers the next steps and answers how many. */
    int load(int firstStep, double rate) {
        int count = Math.min(stepsAtOnce, schedule.steps() - firstStep);
        int[][] patients = new int[count][];
        int most = 1;
        for (int s = 0; s < count; s++) {
            patients[s] = PoissonSampling.draw(examples.patients(), rate, streams.apply(2L * (firstStep + s)));
            most = Math.max(most, patients[s].length);
        }
        if (most > greatest) {
            throw new IllegalStateException("more patients were drawn than the noise allows for");
        }
        rows = filled(most) * design.rowsPerPatient();
        x.clear();
        y.clear();
        weights.clear();
        noise.clear();
        for (int s = 0; s < count; s++) {
            gather(patients[s]);
            addNoise(firstStep + s);
        }
        x.flip();
        y.flip();
        weights.flip();
        noise.flip();
        return count;
    }

    private void gather(int[] patients) {
        int written = 0;
        for (int patient : patients) {
            int start = examples.start(patient);
            int count = examples.end(patient) - start;
            x.put(examples.features(), start * examples.columns(), count * examples.columns());
            y.put(examples.labels(), start, count);
            for (int i = start; i < start + count; i++) {
                double weight = examples.labels()[i] > 0 ? schedule.positiveWeight() : 1;
                weights.put((float) (weight / count));
            }
            fillUp(design.rowsPerPatient() - count);
            written += design.rowsPerPatient();
        }
        fillUp(rows - written);
    }

    private void fillUp(int count) {
        for (int i = count * examples.columns(); i > 0; i--) {
            x.put(0);
        }
        for (int i = count; i > 0; i--) {
            y.put(0);
            weights.put(0);
        }
    }

    private void addNoise(int step) {
        Schedule.Privacy privacy = schedule.privacy();
        if (grid != null && privacy != null) {
            double deviation = grid.deviation(privacy.noiseMultiplier());
            new GaussianNoise(streams.apply(2L * step + 1)).fill(noiseOfStep, 0, noiseOfStep.length, deviation);
            noise.put(noiseOfStep);
        }
    }

    /** How many rows a step has, filled up. */
    int rows() {
        return rows;
    }

    FloatBuffer x() {
        return x;
    }

    FloatBuffer y() {
        return y;
    }

    FloatBuffer weights() {
        return weights;
    }

    FloatBuffer noise() {
        return noise;
    }

    @Nullable
    NoiseGrid grid() {
        return grid;
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
