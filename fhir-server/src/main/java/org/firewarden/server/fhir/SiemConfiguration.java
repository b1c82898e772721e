package org.firewarden.server.fhir;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.firewarden.ledger.follow.FollowerStatus;
import org.firewarden.ledger.follow.FollowerTable;
import org.firewarden.ledger.siem.SiemOutputs;
import org.firewarden.ledger.siem.SiemSettings;
import org.firewarden.outbound.OutboundTls;
import org.firewarden.server.settings.ServerSettings;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The ledger's outputs to a SIEM, with their health and metrics. A destination that takes nothing makes readiness say DEGRADED and
 * stops no request: the events are in the ledger and wait there.
 */
@Configuration(proxyBeanMethods = false)
class SiemConfiguration {

    private static final Status DEGRADED = new Status("DEGRADED");

    @Bean(initMethod = "start")
    SiemOutputs siemOutputs(
            SiemSettings settings, FollowerTable table, OutboundTls tls, ServerSettings server, Clock clock) {
        return new SiemOutputs(settings, table, tls, server.fhirBase().getHost(), clock);
    }

    @Bean
    HealthIndicator siemHealthIndicator(SiemOutputs outputs) {
        return () -> {
            Health.Builder health = outputs.isKeepingUp() ? Health.up() : Health.status(DEGRADED);
            outputs.status()
                    .forEach((name, status) -> health.withDetail(
                            name,
                            "%s, %d events taken, %d waiting, the oldest for %d s"
                                    .formatted(
                                            status.isFailing() ? "failing" : "taking",
                                            status.next(),
                                            status.waiting(),
                                            status.behind().toSeconds())));
            return health.build();
        };
    }

    /** A destination is named by the settings: an address or a directory of the operator's. */
    @Bean
    MeterBinder siemMetrics(SiemOutputs outputs) {
        return registry -> outputs.status().keySet().forEach(name -> {
            gauge(registry, "firewarden.siem.failing", name, outputs, status -> status.isFailing() ? 1 : 0);
            gauge(registry, "firewarden.siem.taken", name, outputs, FollowerStatus::next);
            gauge(registry, "firewarden.siem.waiting", name, outputs, FollowerStatus::waiting);
            gauge(
                    registry,
                    "firewarden.siem.behind.seconds",
                    name,
                    outputs,
                    status -> status.behind().toMillis()
                            / (double) Duration.ofSeconds(1).toMillis());
        });
    }

    private static void gauge(
            MeterRegistry registry,
            String meter,
            String destination,
            SiemOutputs outputs,
            ToDoubleFunction<FollowerStatus> value) {
        Gauge.builder(meter, outputs, all -> {
                    FollowerStatus status = all.status().get(destination);
                    return status == null ? Double.NaN : value.applyAsDouble(status);
                })
                .tag("destination", destination)
                .register(registry);
    }
}
