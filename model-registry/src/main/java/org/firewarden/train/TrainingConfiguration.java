package org.firewarden.train;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.firewarden.audit.AuditTrail;
import org.firewarden.crypto.KeyRing;
import org.firewarden.dataset.DataSets;
import org.firewarden.job.Jobs;
import org.firewarden.model.admission.ModelAdmission;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.registry.JdbcModelReports;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.train.budget.JdbcPrivacyBudget;
import org.firewarden.train.budget.PrivacyBudget;
import org.firewarden.train.operation.ReproduceJob;
import org.firewarden.train.operation.ReproduceService;
import org.firewarden.train.operation.TrainJob;
import org.firewarden.train.operation.TrainService;
import org.firewarden.train.operation.TrainingRuns;
import org.firewarden.train.run.LocalTraining;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * Training's beans. Needs a database with this module's migrations, a key ring, the audit trail and the ports of jobs; takes a
 * {@link PrivacyBudget.Limit} and a {@link TrainJob.Release} if there are such beans.
 */
@Configuration(proxyBeanMethods = false)
public class TrainingConfiguration {

    /** With transactions of its own on the template's connections: the lock and the charge must share one, whatever else goes on. */
    @Bean
    PrivacyBudget privacyBudget(JdbcTemplate jdbc, ObjectProvider<PrivacyBudget.Limit> limit) {
        return new JdbcPrivacyBudget(
                jdbc,
                new DataSourceTransactionManager(Objects.requireNonNull(jdbc.getDataSource())),
                limit.getIfAvailable(PrivacyBudget.Limit::standard));
    }

    @Bean
    TrainJob trainJob(
            ObjectProvider<DataSets> dataSets,
            ObjectProvider<ModelAdmission> admission,
            PrivacyBudget budget,
            JdbcTemplate jdbc,
            KeyRing keys,
            AuditTrail audit,
            ObjectProvider<TrainJob.Release> release,
            ObjectProvider<Clock> clock) {
        return new TrainJob(
                () -> Optional.ofNullable(dataSets.getIfAvailable()),
                budget,
                () -> Optional.ofNullable(admission.getIfAvailable()),
                new TrainingRuns(jdbc),
                new JdbcModelReports(jdbc),
                keys,
                audit,
                new LocalTraining(new UnitConversion()),
                release.getIfAvailable(TrainJob.Release::standard),
                clock.getIfAvailable(Clock::systemUTC),
                LocalTraining.CODE_VERSION);
    }

    @Bean
    ReproduceJob reproduceJob(
            ObjectProvider<DataSets> dataSets,
            ModelStore store,
            JdbcTemplate jdbc,
            KeyRing keys,
            AuditTrail audit,
            ObjectProvider<TrainJob.Release> release,
            ObjectProvider<Clock> clock) {
        return new ReproduceJob(
                () -> Optional.ofNullable(dataSets.getIfAvailable()),
                store,
                new TrainingRuns(jdbc),
                keys,
                audit,
                new LocalTraining(new UnitConversion()),
                release.getIfAvailable(TrainJob.Release::standard).authorizations(),
                clock.getIfAvailable(Clock::systemUTC),
                LocalTraining.CODE_VERSION);
    }

    @Bean
    ReproduceService reproduceService(
            ObjectProvider<DataSets> dataSets, Jobs jobs, ModelStore store, JdbcTemplate jdbc) {
        return new ReproduceService(
                () -> Optional.ofNullable(dataSets.getIfAvailable()),
                jobs,
                store,
                new TrainingRuns(jdbc),
                LocalTraining.CODE_VERSION);
    }

    @Bean
    TrainService trainService(
            ObjectProvider<DataSets> dataSets,
            Jobs jobs,
            PrivacyBudget budget,
            ObjectProvider<PrivacyBudget.Limit> limit,
            ObjectProvider<TrainJob.Release> release,
            ObjectProvider<Clock> clock) {
        return new TrainService(
                () -> Optional.ofNullable(dataSets.getIfAvailable()),
                jobs,
                budget,
                limit.getIfAvailable(PrivacyBudget.Limit::standard),
                release.getIfAvailable(TrainJob.Release::standard).authorizations(),
                clock.getIfAvailable(Clock::systemUTC));
    }
}
