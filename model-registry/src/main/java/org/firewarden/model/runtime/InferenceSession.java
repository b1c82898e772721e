package org.firewarden.model.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.DoubleBuffer;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One loaded artifact with one float64 input {@code [N, columns]} and one float64 output {@code [N, outputs]}. ONNX Runtime
 * lets threads share a session, each run on its caller's thread; a bounded number go on at once. Closing waits for them.
 */
public final class InferenceSession implements AutoCloseable {

    private final OrtSession session;
    private final RuntimeSettings settings;
    private final Semaphore turns;
    private final String inputName;
    private final int columns;
    private final int outputs;
    private volatile boolean isClosed;

    private InferenceSession(OrtSession session, RuntimeSettings settings) throws OrtException {
        this.session = session;
        this.settings = settings;
        this.turns = new Semaphore(settings.concurrentRuns(), true);
        this.inputName = session.getInputNames().iterator().next();
        this.columns = width(session.getInputInfo());
        this.outputs = width(session.getOutputInfo());
    }

    /**
     * Loads an artifact and runs it once, so that the first patient does not wait for what is done once.
     *
     * @param example a row of inputs for which the model answers numbers
     * @throws InferenceException if it cannot be loaded or does not have the shapes above
     */
    public static InferenceSession open(ModelArtifact artifact, RuntimeSettings settings, double[] example) {
        InferenceSession session = load(artifact, settings);
        try {
            session.run(new double[][] {example});
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static InferenceSession load(ModelArtifact artifact, RuntimeSettings settings) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            OrtSession session = OnnxEnvironment.get().createSession(artifact.content(), options);
            try {
                return new InferenceSession(session, settings);
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new InferenceException("the artifact cannot be loaded", e);
        }
    }

    /** How many inputs a row has. */
    public int columns() {
        return columns;
    }

    /** How many outputs a row has. */
    public int outputs() {
        return outputs;
    }

    /**
     * Runs the model.
     *
     * @param rows each with {@link #columns} inputs
     * @return for each row {@link #outputs} numbers, none of them infinite or NaN
     * @throws InferenceException if it is closed, the turn does not come in time, the run fails or a result is no number
     */
    public double[][] run(double[][] rows) {
        takeTurn();
        try {
            if (isClosed) {
                throw new InferenceException("the session is closed", null);
            }
            return checked(compute(rows));
        } catch (OrtException e) {
            throw new InferenceException("the run failed", e);
        } finally {
            turns.release();
        }
    }

    /** Lets runs that go on end, then frees the session. Later runs are refused. */
    @Override
    public void close() {
        turns.acquireUninterruptibly(settings.concurrentRuns());
        try {
            if (!isClosed) {
                isClosed = true;
                session.close();
            }
        } catch (OrtException e) {
            throw new InferenceException("the session cannot be closed", e);
        } finally {
            turns.release(settings.concurrentRuns());
        }
    }

    private void takeTurn() {
        try {
            if (!turns.tryAcquire(settings.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new InferenceException("too many runs go on at once", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("interrupted while waiting for a turn", e);
        }
    }

    private double[] compute(double[][] rows) throws OrtException {
        DoubleBuffer buffer = DoubleBuffer.allocate(rows.length * columns);
        for (double[] row : rows) {
            if (row.length != columns) {
                throw new IllegalArgumentException("a row of this model has " + columns + " inputs");
            }
            buffer.put(row);
        }
        buffer.flip();
        long[] shape = {rows.length, columns};
        try (OnnxTensor input = OnnxTensor.createTensor(OnnxEnvironment.get(), buffer, shape);
                OrtSession.Result result = session.run(Map.of(inputName, input))) {
            double[] numbers = new double[rows.length * outputs];
            ((OnnxTensor) result.get(0)).getDoubleBuffer().get(numbers);
            return numbers;
        }
    }

    private double[][] checked(double[] numbers) {
        double[][] rows = new double[numbers.length / outputs][outputs];
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isFinite(numbers[i])) {
                throw new InferenceException("the model answered something that is no number", null);
            }
            rows[i / outputs][i % outputs] = numbers[i];
        }
        return rows;
    }

    private static int width(Map<String, NodeInfo> nodes) {
        if (nodes.size() == 1
                && nodes.values().iterator().next().getInfo() instanceof TensorInfo tensor
                && tensor.type == OnnxJavaType.DOUBLE
                && tensor.getShape().length == 2
                && tensor.getShape()[1] > 0) {
            return (int) tensor.getShape()[1];
        }
        throw new InferenceException("the artifact must have one float64 input and output of shape [N, columns]", null);
    }
}
