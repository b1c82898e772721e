package org.firewarden.server.selftest;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.time.Clock;
import org.firewarden.audit.AuditTrail;
import org.firewarden.crypto.KeyRing;
import org.firewarden.gate.relationship.RelationshipBackfill;
import org.firewarden.ledger.alert.AlertFactBackfill;
import org.firewarden.record.PatientRecordReader;
import org.firewarden.server.settings.SettingsRecord;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Fills the tables that an earlier version had not, and runs the self-test, when all beans stand and the port is not open yet; a failure ends the start. */
@Configuration(proxyBeanMethods = false)
class SelfTestConfiguration {

    /** Before the web server's own phase ({@code DEFAULT_PHASE - 2048}). */
    private static final int BEFORE_THE_WEB_SERVER = SmartLifecycle.DEFAULT_PHASE - 10_000;

    @Bean
    SettingsRecord settingsRecord(
            ConfigurableEnvironment environment, JdbcTemplate jdbc, KeyRing keys, AuditTrail trail, Clock clock) {
        return new SettingsRecord(environment, jdbc, keys, trail, clock);
    }

    @Bean
    SmartLifecycle gateSelfTest(
            DaoRegistry daos,
            PatientRecordReader records,
            AuditTrail trail,
            RelationshipBackfill relationships,
            AlertFactBackfill watched,
            SettingsRecord settings,
            PlatformTransactionManager transactions,
            Clock clock) {
        GateSelfTest test = new GateSelfTest(daos, records, trail, new TransactionTemplate(transactions), clock);
        return new SmartLifecycle() {

            private boolean isRunning;

            @Override
            public void start() {
                relationships.runOnce();
                watched.runOnce();
                settings.note();
                test.run();
                isRunning = true;
            }

            @Override
            public void stop() {
                isRunning = false;
            }

            @Override
            public boolean isRunning() {
                return isRunning;
            }

            @Override
            public int getPhase() {
                return BEFORE_THE_WEB_SERVER;
            }
        };
    }
}
