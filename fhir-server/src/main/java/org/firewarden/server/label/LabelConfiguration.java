package org.firewarden.server.label;

import ca.uhn.fhir.jpa.dao.IJpaStorageResourceParser;
import ca.uhn.fhir.jpa.dao.data.ITagDefinitionDao;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import org.firewarden.gate.label.InputLabels;
import org.firewarden.gate.label.JdbcLabelCarriers;
import org.firewarden.gate.label.LabelInterceptor;
import org.firewarden.gate.label.LabelPropagation;
import org.firewarden.gate.label.Relabelling;
import org.firewarden.gate.label.RelabellingProgress;
import org.firewarden.gate.label.RelabellingState;
import org.firewarden.gate.label.ResourceLabeller;
import org.firewarden.gate.label.SensitivityTable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The labels of what is written, and the job that labels what is stored when the tables have changed. */
@Configuration(proxyBeanMethods = false)
class LabelConfiguration {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    @Bean
    SensitivityTable sensitivityTable() {
        return SensitivityTable.shipped();
    }

    @Bean
    LabelPropagation labelPropagation(
            JdbcTemplate jdbc, EntityManagerFactory factory, ITagDefinitionDao tagDefinitions) {
        return new LabelPropagation(
                new JdbcLabelCarriers(jdbc),
                new JpaStoredLabels(SharedEntityManagerCreator.createSharedEntityManager(factory), tagDefinitions));
    }

    /** For what is computed from a chart; the labels of what is stored are read in whatever transaction there is. */
    @Bean
    InputLabels inputLabels(SensitivityTable table, EntityManagerFactory factory, ITagDefinitionDao tagDefinitions) {
        return new InputLabels(
                table,
                new JpaStoredLabels(SharedEntityManagerCreator.createSharedEntityManager(factory), tagDefinitions));
    }

    @Bean
    LabelInterceptor labelInterceptor(SensitivityTable table, LabelPropagation propagation) {
        return new LabelInterceptor(new ResourceLabeller(table), propagation);
    }

    @Bean
    Relabelling relabelling(
            SensitivityTable table,
            LabelPropagation propagation,
            EntityManagerFactory factory,
            IJpaStorageResourceParser parser,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions) {
        return new Relabelling(
                table,
                propagation,
                new JpaStoredVersions(SharedEntityManagerCreator.createSharedEntityManager(factory), parser),
                new RelabellingState(jdbc),
                new TransactionTemplate(transactions),
                PAUSE);
    }

    /**
     * How far the job has come. That it goes on takes nothing from the server's health: no resource has fewer labels than
     * before, and it ends by itself.
     */
    @Bean
    HealthIndicator relabellingHealthIndicator(Relabelling relabelling) {
        return () -> {
            RelabellingProgress progress = relabelling.progress();
            return Health.up()
                    .withDetail("complete", progress.isComplete())
                    .withDetail("versions-seen", progress.seen())
                    .withDetail("resources-raised", progress.raised())
                    .build();
        };
    }

    /** Begins when all else has started, and ends before anything that it uses. */
    @Bean
    SmartLifecycle relabellingThread(Relabelling relabelling) {
        return new SmartLifecycle() {

            private @Nullable Thread thread;

            @Override
            public void start() {
                Thread started = new Thread(relabelling, "relabelling");
                started.setDaemon(true);
                started.start();
                thread = started;
            }

            @Override
            public void stop() {
                relabelling.stop();
                Thread running = thread;
                thread = null;
                if (running != null) {
                    try {
                        running.join(PAUSE.multipliedBy(5).toMillis());
                    } catch (InterruptedException e) {
                        // The page in progress is rolled back with its connection.
                        Thread.currentThread().interrupt();
                    }
                }
            }

            @Override
            public boolean isRunning() {
                return thread != null;
            }
        };
    }
}
