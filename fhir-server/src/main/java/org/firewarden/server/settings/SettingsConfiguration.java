package org.firewarden.server.settings;

import java.security.SecureRandom;
import java.time.Clock;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.gate.breakglass.BreakGlassSettings;
import org.firewarden.gate.limits.RequestLimits;
import org.firewarden.gate.relationship.CareSettings;
import org.firewarden.ledger.alert.AlertSettings;
import org.firewarden.ledger.checkpoint.LedgerSettings;
import org.firewarden.ledger.checkpoint.StampSettings;
import org.firewarden.ledger.retention.RetentionSettings;
import org.firewarden.ledger.siem.SiemSettings;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Reads {@code firewarden.*} once and hands each module its own record. */
@Configuration(proxyBeanMethods = false)
public class SettingsConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @Bean
    ServerSettings serverSettings(Environment environment) {
        return bind(environment, "firewarden", ServerSettings.class);
    }

    @Bean
    RequestLimits requestLimits(Environment environment) {
        return bind(environment, "firewarden.limits", RequestLimits.class);
    }

    @Bean
    DatabaseSettings databaseSettings(Environment environment) {
        return bind(environment, "firewarden.database", DatabaseSettings.class);
    }

    @Bean
    PolicySettings policySettings(Environment environment) {
        return bind(environment, "firewarden.policies", PolicySettings.class);
    }

    @Bean
    LedgerSettings ledgerSettings(Environment environment) {
        return bind(environment, "firewarden.ledger", LedgerSettings.class);
    }

    @Bean
    RetentionSettings retentionSettings(Environment environment) {
        return bind(environment, "firewarden.ledger-retention", RetentionSettings.class);
    }

    @Bean
    SiemSettings siemSettings(Environment environment) {
        return bind(environment, "firewarden.siem", SiemSettings.class);
    }

    @Bean
    AlertSettings alertSettings(Environment environment) {
        return bind(environment, "firewarden.alerts", AlertSettings.class);
    }

    @Bean
    StampSettings stampSettings(Environment environment) {
        return bind(environment, "firewarden.ledger.time-stamp", StampSettings.class);
    }

    @Bean
    KeyRing keyRing(Environment environment, SecureRandom random, Clock clock) {
        return KeyRing.open(bind(environment, "firewarden.keys", KeyRingSettings.class), random, clock);
    }

    @Bean
    CareSettings careSettings(Environment environment) {
        return bind(environment, "firewarden.care", CareSettings.class);
    }

    @Bean
    BreakGlassSettings breakGlassSettings(Environment environment) {
        return bind(environment, "firewarden.break-glass", BreakGlassSettings.class);
    }

    private static <T> T bind(Environment environment, String prefix, Class<T> type) {
        return Binder.get(environment).bindOrCreate(prefix, type);
    }
}
