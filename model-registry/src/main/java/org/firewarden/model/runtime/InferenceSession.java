package org.firewarden.model.runtime;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One loaded artifact. A bounded number of runs go on at once, each on the thread of one of its callers; calls that come meanwhile
 * run together. A run that takes too long is stopped, and a session that failed is replaced before the next run. Closing waits for
 * what runs. Safe for many threads.
 */
public final class InferenceSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InferenceSession.class);

    private final ModelArtifact artifact;
    private final RuntimeSettings settings;
    private final BatchQueue queue;
    private final RunWatch watch;
    private final AtomicInteger replacements = new AtomicInteger();
    private final int columns;
    private final int outputs;
    private volatile @Nullable NativeSession session;
    private volatile ProviderChoice provider;

    private InferenceSession(ModelArtifact artifact, RuntimeSettings settings) {
        NativeSession opened = NativeSession.open(artifact, settings.provider());
        this.artifact = artifact;
        this.settings = settings;
        this.session = opened;
        this.provider = opened.provider();
        this.columns = opened.columns();
        this.outputs = opened.outputs();
        this.queue = new BatchQueue(settings, this::run);
        this.watch = new RunWatch(settings.runLimit());
    }

    /**
     * Loads an artifact and runs it once, so that the first patient does not wait for what is done once.
     *
     * @param example a row of inputs for which the model answers numbers
     * @throws InferenceException if it cannot be loaded or does not have one input and one output of shape [N, columns]
     */
    public static InferenceSession open(ModelArtifact artifact, RuntimeSettings settings, double[] example) {
        InferenceSession session = new InferenceSession(artifact, settings);
        try {
            session.run(new double[][] {example});
            session.run(new double[][] {example, example});
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
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

    /** On which hardware it runs. */
    public ProviderChoice provider() {
        return provider;
    }

    /** How often it was replaced after a failure. */
    public int replacements() {
        return replacements.get();
    }

    /**
     * Runs the model.
     *
     * @param rows each with {@link #columns} inputs
     * @return for each row {@link #outputs} numbers, none of them infinite or NaN
     * @throws InferenceException if it is closed, the run fails or a result is no number
     * @throws OverloadedException if too much waits, or the turn does not come in time
     */
    public double[][] run(double[][] rows) {
        for (double[] row : rows) {
            if (row.length != columns) {
                throw new IllegalArgumentException("a row of this model has " + columns + " inputs");
            }
        }
        if (rows.length == 0) {
            return new double[0][];
        }
        return queue.run(Arrays.asList(rows));
    }

    /** Lets runs that go on end, then frees the session. Later runs are refused. */
    @Override
    public void close() {
        queue.close();
        watch.close();
        NativeSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    /** Runs a batch. A result that is no number is the failure of its own call only. */
    private void run(List<BatchQueue.Call> batch) {
        List<double[]> rows = batch.size() == 1 ? batch.get(0).rows() : new ArrayList<>();
        if (batch.size() > 1) {
            batch.forEach(call -> rows.addAll(call.rows()));
        }
        try {
            NativeSession current = opened();
            double[][] numbers = compute(current, rows);
            int from = 0;
            for (BatchQueue.Call call : batch) {
                answer(
                        call,
                        Arrays.copyOfRange(numbers, from, from + call.rows().size()));
                from += call.rows().size();
            }
        } catch (InferenceException e) {
            batch.forEach(call -> call.fail(e));
        } catch (RuntimeException e) {
            batch.forEach(call -> call.fail(new InferenceException("the run failed", e)));
        }
    }

    private double[][] compute(NativeSession current, List<double[]> rows) {
        try (RunWatch.Run run = watch.begin()) {
            return current.compute(rows, run.options());
        } catch (OrtException e) {
            broken(current);
            throw new InferenceException("the run failed", e);
        }
    }

    /** The session, opened anew if it failed before. */
    private NativeSession opened() {
        NativeSession current = session;
        if (current != null) {
            return current;
        }
        synchronized (this) {
            NativeSession opened = session;
            if (opened == null) {
                opened = NativeSession.open(artifact, settings.provider());
                provider = opened.provider();
                session = opened;
                replacements.incrementAndGet();
            }
            return opened;
        }
    }

    /** Takes a failed session out of use. It is not closed here: another run may still go on in it. */
    private synchronized void broken(NativeSession failed) {
        if (session == failed) {
            LOG.warn("A session failed and is replaced: artifact {}", artifact.sha256());
            session = null;
            watch.afterRuns(failed::close);
        }
    }

    private static void answer(BatchQueue.Call call, double[][] numbers) {
        for (double[] row : numbers) {
            for (double number : row) {
                if (!Double.isFinite(number)) {
                    call.fail(new InferenceException("the model answered something that is no number", null));
                    return;
                }
            }
        }
        call.answer(numbers);
    }
}
