package org.firewarden.server.fhir;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.firewarden.audit.AuditTrail;
import org.firewarden.ledger.alert.AlertFactBackfill;
import org.firewarden.ledger.alert.AlertFactInterceptor;
import org.firewarden.ledger.alert.AlertFacts;
import org.firewarden.ledger.alert.AlertPattern;
import org.firewarden.ledger.alert.AlertSettings;
import org.firewarden.ledger.alert.AlertWatch;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.event.EventOpener;
import org.firewarden.ledger.store.LedgerContentKeys;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The watch over patterns in the ledger, and its metrics: names of patterns and numbers, nobody's name. */
@Configuration(proxyBeanMethods = false)
class AlertConfiguration {

    @Bean
    AlertFactInterceptor alertFactInterceptor(JdbcTemplate jdbc, AlertSettings settings, BlindIndex index) {
        return new AlertFactInterceptor(new AlertFacts(jdbc), settings, index);
    }

    @Bean
    AlertFactBackfill alertFactBackfill(
            AlertFactInterceptor facts, AlertSettings settings, DaoRegistry daos, JdbcTemplate jdbc) {
        return new AlertFactBackfill(facts, settings, new StoredVersions(daos, jdbc)::forEach, jdbc);
    }

    @Bean(initMethod = "start")
    AlertWatch alertWatch(
            AlertSettings settings,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            BlindIndex index,
            LedgerContentKeys keys,
            AuditTrail trail,
            Clock clock) {
        return new AlertWatch(
                settings, jdbc, new TransactionTemplate(transactions), index, new EventOpener(keys), trail, clock);
    }

    /** Totals stand in the database, so that each node shows those of all; they are read again here. */
    @Bean
    SmartLifecycle alertTotals(AlertWatch watch, AlertSettings settings) {
        return new RepeatedTask("alert-totals", settings.interval(), watch::refresh);
    }

    @Bean
    MeterBinder alertMetrics(AlertWatch watch) {
        return registry -> {
            for (AlertPattern pattern : AlertPattern.values()) {
                FunctionCounter.builder("firewarden.alerts.events", watch, all -> all.hits(pattern))
                        .tag("pattern", pattern.code())
                        .register(registry);
                FunctionCounter.builder("firewarden.alerts.raised", watch, all -> all.raised(pattern))
                        .tag("pattern", pattern.code())
                        .register(registry);
            }
            Gauge.builder(
                            "firewarden.alerts.failing",
                            watch,
                            all -> all.status().isFailing() ? 1 : 0)
                    .register(registry);
            Gauge.builder(
                            "firewarden.alerts.waiting",
                            watch,
                            all -> all.status().waiting())
                    .register(registry);
        };
    }
}
