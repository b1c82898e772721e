package org.firewarden.deid.operation;

import ca.uhn.fhir.context.FhirContext;
import java.security.SecureRandom;
import java.time.Clock;
import org.firewarden.audit.AuditTrail;
import org.firewarden.crypto.KeyRing;
import org.firewarden.dataset.DataSets;
import org.firewarden.deid.engine.vault.TokenVault;
import org.firewarden.deid.operation.count.CountProvider;
import org.firewarden.deid.operation.dataset.DataSetController;
import org.firewarden.deid.operation.dataset.DataSetExpiry;
import org.firewarden.deid.operation.dataset.DataSetRegistry;
import org.firewarden.deid.operation.export.ExportJob;
import org.firewarden.deid.operation.export.ExportKickOff;
import org.firewarden.deid.operation.export.ExportSettings;
import org.firewarden.deid.operation.reidentify.ReidentifyProvider;
import org.firewarden.deid.operation.reidentify.ReidentifyTasks;
import org.firewarden.deid.operation.vault.PostgresVault;
import org.firewarden.job.Jobs;
import org.firewarden.record.CohortReader;
import org.firewarden.record.PatientRecordReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Wires {@code $deidentify} and the registry of data sets. The server provides the settings, the key ring, the readers, jobs, the
 * database, the audit trail, a random source and a FHIR context, and registers the provider.
 */
@Configuration(proxyBeanMethods = false)
public class DeidentifyConfiguration {

    /** The vault of all projects and all nodes; closed with the server. */
    @Bean(destroyMethod = "close")
    TokenVault deidentifyVault(JdbcTemplate jdbc, KeyRing keys, SecureRandom random) {
        return new PostgresVault(jdbc, keys, random);
    }

    @Bean
    Engines deidentificationEngines(TokenVault deidentifyVault, KeyRing keys, Clock clock) {
        return new Engines(deidentifyVault, keys, clock);
    }

    @Bean
    DataSetRegistry dataSetRegistry(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            KeyRing keys,
            SecureRandom random,
            Clock clock) {
        return DataSetRegistry.open(jdbc, new TransactionTemplate(transactions), keys, random, clock);
    }

    @Bean
    DataSets dataSets(DataSetRegistry registry) {
        return registry.dataSets();
    }

    @Bean
    DataSetController dataSetController(DataSets dataSets) {
        return new DataSetController(dataSets);
    }

    @Bean
    DataSetExpiry dataSetExpiry(DataSetRegistry registry, AuditTrail trail, Clock clock) {
        return new DataSetExpiry(registry, trail, clock);
    }

    @Bean
    ExportJob exportJob(
            Engines engines,
            CohortReader cohorts,
            DataSetRegistry registry,
            AuditTrail trail,
            ExportSettings settings,
            Clock clock) {
        return new ExportJob(engines, cohorts, registry, trail, settings, clock);
    }

    @Bean
    ExportKickOff exportKickOff(
            Engines engines, CohortReader cohorts, Jobs jobs, ExportSettings settings, Clock clock) {
        return new ExportKickOff(engines, cohorts, jobs, settings, clock);
    }

    /** The provider to register with HAPI's RestfulServer. */
    @Bean
    DeidentifyProvider deidentifyProvider(
            FhirContext fhir, Engines engines, PatientRecordReader reader, ExportKickOff exports) {
        return provider(fhir, engines, reader, exports);
    }

    @Bean
    CountProvider countProvider(
            FhirContext fhir,
            CohortReader cohorts,
            JdbcTemplate jdbc,
            DeidentifySettings settings,
            SecureRandom random) {
        return CountProvider.of(fhir, cohorts, jdbc, settings.countEpsilon(), random);
    }

    @Bean
    ReidentifyProvider reidentifyProvider(
            FhirContext fhir,
            JdbcTemplate jdbc,
            DataSetRegistry registry,
            TokenVault deidentifyVault,
            ReidentifyTasks tasks,
            KeyRing keys,
            Clock clock) {
        return ReidentifyProvider.of(
                fhir, jdbc, registry.dataSets()::signed, deidentifyVault::identity, tasks, keys, clock);
    }

    /** Makes the provider without Spring. */
    public static DeidentifyProvider provider(
            FhirContext fhir, Engines engines, PatientRecordReader reader, ExportKickOff exports) {
        return new DeidentifyProvider(fhir, new DeidentifyService(engines, new RecordBundle(reader)), exports);
    }
}
