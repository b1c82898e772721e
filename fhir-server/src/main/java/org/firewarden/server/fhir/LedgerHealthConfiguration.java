package org.firewarden.server.fhir;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.function.Supplier;
import org.firewarden.ledger.PostgresLedger;
import org.firewarden.ledger.checkpoint.CheckpointKeeper;
import org.firewarden.ledger.checkpoint.LedgerStatus;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Health and metrics of the ledger. A ledger that is not written, not intact or not witnessed makes {@code /actuator/health} say
 * DOWN; readiness does not depend on it, because a node that gets no requests could not find out that it can write again.
 */
@Configuration(proxyBeanMethods = false)
class LedgerHealthConfiguration {

    @Bean
    HealthIndicator ledgerHealthIndicator(PostgresLedger ledger, CheckpointKeeper keeper) {
        return () -> isWell(ledger, keeper.status())
                ? Health.up().build()
                : Health.down().build();
    }

    @Bean
    MeterBinder ledgerMetrics(PostgresLedger ledger, CheckpointKeeper keeper) {
        return registry -> {
            gauge(registry, "firewarden.ledger.writing", () -> ledger.isWriting() ? 1 : 0);
            gauge(registry, "firewarden.ledger.intact", () -> keeper.status().isIntact() ? 1 : 0);
            gauge(registry, "firewarden.ledger.signing", () -> keeper.status().isSigning() ? 1 : 0);
            gauge(registry, "firewarden.ledger.events", () -> keeper.status().size());
            gauge(
                    registry,
                    "firewarden.ledger.signed.events",
                    () -> keeper.status().signedSize());
            gauge(
                    registry,
                    "firewarden.ledger.witnesses.failing",
                    () -> failing(keeper.status().witnesses()));
        };
    }

    private static boolean isWell(PostgresLedger ledger, LedgerStatus status) {
        return ledger.isWriting() && status.isIntact() && status.isSigning() && failing(status.witnesses()) == 0;
    }

    private static long failing(Map<String, Boolean> witnesses) {
        return witnesses.values().stream().filter(isTaking -> !isTaking).count();
    }

    private static void gauge(MeterRegistry registry, String name, Supplier<Number> value) {
        Gauge.builder(name, value).register(registry);
    }
}
