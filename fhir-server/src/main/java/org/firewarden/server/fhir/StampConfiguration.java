package org.firewarden.server.fhir;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.firewarden.crypto.TimeStampAuthority;
import org.firewarden.crypto.TimeStampException;
import org.firewarden.ledger.checkpoint.CheckpointStamper;
import org.firewarden.ledger.checkpoint.CheckpointTable;
import org.firewarden.ledger.checkpoint.StampSettings;
import org.firewarden.ledger.checkpoint.StampTable;
import org.firewarden.outbound.OutboundCalls;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has checkpoints stamped by the authority of the settings, if there is one. */
@Configuration(proxyBeanMethods = false)
class StampConfiguration {

    /** The stamper, or nothing where the settings name no authority. */
    record Stamping(Optional<CheckpointStamper> stamper) {}

    @Bean
    Stamping stamping(
            StampSettings settings,
            CheckpointTable checkpoints,
            StampTable stamps,
            OutboundCalls calls,
            SecureRandom random) {
        URI address = settings.authority();
        Path certificate = settings.certificate();
        if (address == null || certificate == null) {
            return new Stamping(Optional.empty());
        }
        return new Stamping(Optional.of(
                new CheckpointStamper(checkpoints, stamps, address, authority(certificate), calls, random)));
    }

    @Bean
    SmartLifecycle checkpointStamping(Stamping stamping, StampSettings settings) {
        return new RepeatedTask(
                "checkpoint-stamps",
                settings.interval(),
                () -> stamping.stamper().ifPresent(CheckpointStamper::look));
    }

    @Bean
    MeterBinder stampMetrics(Stamping stamping) {
        return registry -> stamping.stamper().ifPresent(stamper -> {
            Gauge.builder("firewarden.ledger.stamping", stamper, one -> one.isStamping() ? 1 : 0)
                    .register(registry);
            Gauge.builder("firewarden.ledger.stamped.events", stamper, CheckpointStamper::stampedSize)
                    .register(registry);
        });
    }

    private static TimeStampAuthority authority(Path certificate) {
        try {
            return TimeStampAuthority.of(Files.readAllBytes(certificate));
        } catch (IOException | TimeStampException e) {
            throw new IllegalArgumentException("firewarden.ledger.time-stamp.certificate cannot be read", e);
        }
    }
}
