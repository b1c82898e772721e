package org.firewarden.server.export;

import ca.uhn.fhir.context.FhirContext;
import java.security.SecureRandom;
import java.time.Clock;
import org.firewarden.audit.AuditTrail;
import org.firewarden.crypto.KeyRing;
import org.firewarden.gate.enforcement.GateKeeper;
import org.firewarden.job.Jobs;
import org.firewarden.record.CohortReader;
import org.firewarden.server.fhir.FhirOperation;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires {@code $export}. */
@Configuration(proxyBeanMethods = false)
class ExportConfiguration {

    @Bean
    ExportSettings bulkExportSettings(Environment environment) {
        return Binder.get(environment).bindOrCreate("firewarden.exports", ExportSettings.class);
    }

    @Bean
    ExportStore bulkExportStore(
            JdbcTemplate jdbc, JpaTransactionManager transactions, KeyRing keys, SecureRandom random, Clock clock) {
        return new ExportStore(jdbc, new TransactionTemplate(transactions), keys, random, clock);
    }

    @Bean
    ExportRights bulkExportRights(GateKeeper gate) {
        return new ExportRights(gate);
    }

    @Bean
    BulkExportJob bulkExportJob(
            FhirContext fhir,
            ExportRights rights,
            CohortReader cohorts,
            ExportStore store,
            AuditTrail trail,
            ExportSettings bulkExportSettings,
            Clock clock) {
        return new BulkExportJob(fhir, rights::mayExport, cohorts, store, trail, bulkExportSettings, clock);
    }

    @Bean
    ExportExpiry bulkExportExpiry(ExportStore store, AuditTrail trail, Clock clock) {
        return new ExportExpiry(store, trail, clock);
    }

    @Bean
    ExportController bulkExportController(ExportStore store, ExportRights rights) {
        return new ExportController(store, rights);
    }

    @Bean
    FhirOperation bulkExportOperation(FhirContext fhir, ExportRights rights, CohortReader cohorts, Jobs jobs) {
        return new FhirOperation(new ExportProvider(fhir, new ExportKickOff(fhir, rights, cohorts, jobs)));
    }
}
