package org.firewarden.server.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.firewarden.model.admission.SignedModelAdmission;
import org.firewarden.model.monitoring.UseReports;
import org.firewarden.model.operation.ModelOperations;
import org.firewarden.model.operation.ModelRefusals;
import org.firewarden.model.operation.ModelReportOperation;
import org.firewarden.model.registry.ModelReports;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.stage.ModelStages;
import org.firewarden.server.settings.ServerSettings;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The operations of the model registry at {@code /fhir}, and its versions as Devices. */
@Configuration(proxyBeanMethods = false)
class ModelOperationsConfiguration {

    private static final long SECONDS = 5;

    @Bean
    StoredModelDevices modelDevices(
            ModelStore store, ModelReports reports, JdbcTemplate jdbc, DaoRegistry daos, ServerSettings settings) {
        return new StoredModelDevices(store, reports, jdbc, daos, settings.publicBaseUrl());
    }

    @Bean
    FhirOperation modelOperations(
            FhirContext fhir, SignedModelAdmission admission, ModelStages stages, StoredModelDevices devices) {
        return new FhirOperation(new ModelOperations(admission, stages, devices, new ModelRefusals(fhir)));
    }

    @Bean
    FhirOperation modelReportOperation(FhirContext fhir, ModelStore store, UseReports reports, Clock clock) {
        return new FhirOperation(new ModelReportOperation(store, reports, clock, new ModelRefusals(fhir)));
    }

    /** Shows at the start, and then follows what other nodes and the registry itself do. */
    @Bean
    ApplicationRunner modelDevicesStart(StoredModelDevices devices, FollowingThread thread) {
        return arguments -> thread.start(devices::follow);
    }

    @Bean
    FollowingThread modelDevicesThread() {
        return new FollowingThread();
    }

    /** A thread of its own, which ends with the server. */
    static final class FollowingThread implements AutoCloseable {

        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "model-devices");
            thread.setDaemon(true);
            return thread;
        });

        void start(Runnable follow) {
            // It ends with the thread.
            ScheduledFuture<?> unused = clock.scheduleWithFixedDelay(
                    () -> {
                        try {
                            follow.run();
                        } catch (RuntimeException e) {
                            // Without the database there is nothing to follow; the next turn asks again.
                        }
                    },
                    0,
                    SECONDS,
                    TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
