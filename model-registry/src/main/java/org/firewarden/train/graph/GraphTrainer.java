package org.firewarden.train.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.firewarden.model.runtime.InferenceException;
import org.firewarden.model.runtime.OnnxEnvironment;
import org.firewarden.train.noise.NoiseGrid;
import org.firewarden.train.noise.PoissonSampling;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps of a schedule in ONNX Runtime, some of them in each run. Which patients take part and what noise is added
 * depends on the number of the step and the key streams alone, so that a run that is resumed goes on as if it had never
 * stopped. Memory is bounded by what a few steps read. For one thread.
 */
public final class GraphTrainer implements AutoCloseable {

    private final StepDesign design;
    private final OrtEnvironment environment;
    private final OrtSession session;

    private GraphTrainer(StepDesign design, OrtEnvironment environment, OrtSession session) {
        this.design = design;
        this.environment = environment;
        this.session = session;
    }

    /**
     * Loads the graph.
     *
     * @param threads how many cores a step may use
     */
    public static GraphTrainer open(StepDesign design, int threads) {
        OrtEnvironment environment = OnnxEnvironment.get();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.set_denormal_as_zero", "1");
            return new GraphTrainer(design, environment, environment.createSession(StepGraph.toFile(design), options));
        } catch (OrtException e) {
            throw new InferenceException("the training graph cannot be loaded", e);
        }
    }

    /**
     * Takes the steps that are left.
     *
     * @param streams random bits by the number of the stream; each step uses two
     * @param goesOn asked after each run of steps with the state reached; false ends the training there
     * @return the state reached
     */
    public TrainingState train(
            TrainingState from,
            Examples examples,
            Schedule schedule,
            LongFunction<LongSupplier> streams,
            Predicate<TrainingState> goesOn) {
        check(examples, schedule);
        double rate = schedule.samplingRate(examples.patients());
        int greatest = PoissonSampling.greatest(examples.patients(), rate);
        StepFeed feed = new StepFeed(design, schedule, examples, streams, greatest);
        TrainingState state = from;
        try {
            while (state.step() < schedule.steps()) {
                int count = feed.load(state.step(), rate);
                state = run(state, count, schedule, feed);
                if (!goesOn.test(state)) {
                    break;
                }
            }
        } catch (OrtException e) {
            throw new InferenceException("a training step failed", e);
        }
        return state;
    }

    private void check(Examples examples, Schedule schedule) {
        Schedule.Privacy privacy = schedule.privacy();
        if ((privacy != null) != design.clips()
                || (privacy != null && privacy.noiseMultiplier() > 0) != design.isNoisy()) {
            throw new IllegalArgumentException("the schedule is for another graph");
        }
        if (examples.columns() != design.shape().inputs() || examples.greatestGroup() > design.rowsPerPatient()) {
            throw new IllegalArgumentException("the examples are for another graph");
        }
    }

    private TrainingState run(TrainingState state, int count, Schedule schedule, StepFeed feed) throws OrtException {
        Map<String, OnnxTensorLike> inputs = new HashMap<>();
        try {
            inputs.put("steps", OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[] {count}), new long[0]));
            inputs.put("x", floats(feed.x(), count, feed.rows(), design.shape().inputs()));
            inputs.put("y", floats(feed.y(), count, feed.rows(), 1));
            inputs.put("weights", floats(feed.weights(), count, feed.rows(), 1));
            inputs.put("rate", floats(fill(count, i -> schedule.learningRate()), count));
            inputs.put("c1", floats(fill(count, i -> 1 - Math.pow(0.9f, state.step() + i + 1)), count));
            inputs.put("c2", floats(fill(count, i -> 1 - Math.pow(0.999f, state.step() + i + 1)), count));
            inputs.put("batch", scalar(schedule.expectedBatch()));
            Schedule.Privacy privacy = schedule.privacy();
            if (privacy != null) {
                inputs.put("clip", scalar(privacy.maxGradNorm()));
            }
            NoiseGrid grid = feed.grid();
            if (grid != null) {
                inputs.put("grid", scalar(grid.step()));
                inputs.put(
                        "chunk",
                        OnnxTensor.createTensor(
                                environment, LongBuffer.wrap(new long[] {feed.chunk()}), new long[] {1}));
                inputs.put("noise", floats(feed.noise(), count, design.shape().parameters()));
            }
            inputs.put("theta", floats(FloatBuffer.wrap(state.theta()), state.theta().length));
            inputs.put("m", floats(FloatBuffer.wrap(state.m()), state.m().length));
            inputs.put("v", floats(FloatBuffer.wrap(state.v()), state.v().length));
            try (OrtSession.Result result = session.run(inputs)) {
                return new TrainingState(
                        state.step() + count,
                        output(result, "theta_out"),
                        output(result, "m_out"),
                        output(result, "v_out"));
            }
        } finally {
            inputs.values().forEach(tensor -> ((OnnxTensor) tensor).close());
        }
    }

    private static float[] output(OrtSession.Result result, String name) throws OrtException {
        @Nullable OnnxTensor tensor = (OnnxTensor) result.get(name).orElse(null);
        if (tensor == null) {
            throw new InferenceException("the training graph has lost an output", null);
        }
        float[] values = new float[(int) tensor.getInfo().getShape()[0]];
        tensor.getFloatBuffer().get(values);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new InferenceException("the training diverged", null);
            }
        }
        return values;
    }

    private OnnxTensor floats(FloatBuffer buffer, long... shape) throws OrtException {
        return OnnxTensor.createTensor(environment, buffer, shape);
    }

    private OnnxTensor scalar(double value) throws OrtException {
        return floats(FloatBuffer.wrap(new float[] {(float) value}));
    }

    private static FloatBuffer fill(int count, IntToDoubleFunction value) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) value.applyAsDouble(i);
        }
        return FloatBuffer.wrap(values);
    }

    /** Frees the graph. */
    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException("the training graph cannot be closed", e);
        }
    }
}
