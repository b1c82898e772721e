package org.firewarden.model.risk;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** One thread that loads versions, so that loading takes one core from the patients' questions and no more. */
public final class ModelLoader implements Executor, AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread loader = new Thread(work, "model-loader");
        loader.setDaemon(true);
        return loader;
    });

    @Override
    public void execute(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            // The server stops: nothing is to be loaded any more.
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
