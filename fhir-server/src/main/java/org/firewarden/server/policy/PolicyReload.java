package org.firewarden.server.policy;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.firewarden.gate.policy.PoliciesInForce;
import org.firewarden.server.settings.PolicySettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Notes with which policy the server starts, before its port opens, and looks for changed files from then on. Policies that
 * ship with the server do not change, so they are not looked at again.
 */
final class PolicyReload implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyReload.class);

    /** Before the web server's own phase ({@code DEFAULT_PHASE - 2048}). */
    private static final int BEFORE_THE_WEB_SERVER = SmartLifecycle.DEFAULT_PHASE - 10_000;

    private final PoliciesInForce policies;
    private final PolicySettings settings;
    private @Nullable ScheduledExecutorService executor;

    PolicyReload(PoliciesInForce policies, PolicySettings settings) {
        this.policies = policies;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        policies.announce();
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "policy-reload");
            thread.setDaemon(true);
            return thread;
        });
        if (settings.directory() != null) {
            long interval = settings.refreshInterval().toMillis();
            // What becomes of the task is in the log and in the health of the server.
            var unused = started.scheduleWithFixedDelay(this::refresh, interval, interval, TimeUnit.MILLISECONDS);
        }
        executor = started;
    }

    private void refresh() {
        try {
            policies.refresh();
        } catch (RuntimeException e) {
            // An exception would end the schedule; what is in force stays in force, and the next look tries again.
            LOG.error("The policy files could not be looked at: {}", e.getClass().getName());
        }
    }

    @Override
    public synchronized void stop() {
        if (executor != null) {
            executor.shutdownNow();
            executor = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return executor != null;
    }

    @Override
    public int getPhase() {
        return BEFORE_THE_WEB_SERVER;
    }
}
