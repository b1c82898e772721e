package org.firewarden.model.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Stops runs of one session that take too long, and does what must wait until the runs of the moment have ended. */
final class RunWatch implements AutoCloseable {

    private final long limitMillis;
    private final Set<Run> runs = new HashSet<>();
    private final List<Deferred> deferred = new ArrayList<>();

    RunWatch(Duration limit) {
        this.limitMillis = limit.toMillis();
    }

    /** Begins a run; closing it ends it. */
    Run begin() throws OrtException {
        Run run = new Run(new OrtSession.RunOptions());
        synchronized (this) {
            runs.add(run);
        }
        return run;
    }

    /** Does something once each run that goes on now has ended. */
    synchronized void afterRuns(Runnable action) {
        deferred.add(new Deferred(new HashSet<>(runs), action));
    }

    /** Ends the watch; no run goes on any more. */
    @Override
    public void close() {
        List<Deferred> rest;
        synchronized (this) {
            rest = List.copyOf(deferred);
            deferred.clear();
        }
        rest.forEach(action -> action.action.run());
    }

    private void end(Run run) {
        List<Deferred> due;
        synchronized (this) {
            runs.remove(run);
            deferred.forEach(action -> action.runs.remove(run));
            due = deferred.stream().filter(action -> action.runs.isEmpty()).toList();
            deferred.removeAll(due);
        }
        due.forEach(action -> action.action.run());
    }

    private record Deferred(Set<Run> runs, Runnable action) {}

    /** One run. */
    final class Run implements AutoCloseable {

        private final OrtSession.RunOptions options;
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private boolean isOver;

        private Run(OrtSession.RunOptions options) {
            this.options = options;
            // The JDK's own timer; completing the future takes the time-out back.
            end.orTimeout(limitMillis, TimeUnit.MILLISECONDS).exceptionally(late -> {
                stop();
                return null;
            });
        }

        OrtSession.RunOptions options() {
            return options;
        }

        private synchronized void stop() {
            try {
                if (!isOver) {
                    options.setTerminate(true);
                }
            } catch (OrtException e) {
                throw new IllegalStateException("a run cannot be stopped", e);
            }
        }

        @Override
        public void close() {
            end.complete(null);
            synchronized (this) {
                isOver = true;
                options.close();
            }
            end(this);
        }
    }
}
