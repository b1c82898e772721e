package org.firewarden.model;

import java.security.SecureRandom;
import java.time.Clock;
import org.firewarden.audit.AuditTrail;
import org.firewarden.crypto.KeyRing;
import org.firewarden.model.admission.AdmissionSettings;
import org.firewarden.model.admission.RegistrySigner;
import org.firewarden.model.admission.SignedModelAdmission;
import org.firewarden.model.admission.TrustedKeys;
import org.firewarden.model.card.ModelCardController;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.monitoring.CountedUse;
import org.firewarden.model.monitoring.LimitWatch;
import org.firewarden.model.monitoring.ManifestFacts;
import org.firewarden.model.monitoring.UseClock;
import org.firewarden.model.monitoring.UseReports;
import org.firewarden.model.monitoring.UseTable;
import org.firewarden.model.registry.JdbcModelReports;
import org.firewarden.model.registry.JdbcModelStore;
import org.firewarden.model.registry.ModelReports;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.risk.ModelLoader;
import org.firewarden.model.risk.RegisteredRiskModels;
import org.firewarden.model.risk.ShippedModels;
import org.firewarden.model.runtime.RuntimeSettings;
import org.firewarden.model.runtime.SessionPool;
import org.firewarden.model.stage.JdbcStageRecord;
import org.firewarden.model.stage.ModelStages;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The model registry's beans. Needs a {@link JdbcTemplate} on a database with this module's migrations, a transaction manager for
 * it and a {@link KeyRing}; takes a {@link Clock}, {@link RuntimeSettings} and {@link AdmissionSettings} if there are such beans.
 * Shipped models are registered once all beans exist, which is after the migrations and before the server takes a request; if
 * that fails, the server does not start.
 */
@Configuration(proxyBeanMethods = false)
public class ModelRegistryConfiguration {

    private static final long FLUSH_SECONDS = 5;
    private static final long LOOK_SECONDS = 30;

    @Bean
    ModelStore modelStore(JdbcTemplate jdbc, KeyRing keys) {
        return new JdbcModelStore(jdbc, keys);
    }

    @Bean
    ModelReports modelReports(JdbcTemplate jdbc) {
        return new JdbcModelReports(jdbc);
    }

    @Bean
    UnitConversion modelUnits() {
        return new UnitConversion();
    }

    @Bean
    AdmissionSettings modelAdmissionSettings(ObjectProvider<AdmissionSettings.Source> sources) {
        return AdmissionSettings.standard(sources.orderedStream()
                .flatMap(source -> source.keys().stream())
                .toList());
    }

    @Bean
    RegistrySigner registrySigner(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            KeyRing keys,
            ObjectProvider<SecureRandom> random) {
        return RegistrySigner.stored(
                jdbc, new TransactionTemplate(transactions), keys, random.getIfAvailable(SecureRandom::new));
    }

    @Bean
    SignedModelAdmission modelAdmission(
            ModelStore store, RegistrySigner signer, AdmissionSettings settings, UnitConversion modelUnits) {
        return new SignedModelAdmission(store, signer, settings, modelUnits);
    }

    @Bean
    SessionPool modelSessionPool(ObjectProvider<RuntimeSettings> settings) {
        return new SessionPool(settings.getIfAvailable(RuntimeSettings::standard));
    }

    @Bean
    ModelLoader modelLoader() {
        return new ModelLoader();
    }

    @Bean
    RegisteredRiskModels riskModels(
            ModelStore store,
            SessionPool sessions,
            RegistrySigner signer,
            AdmissionSettings settings,
            UnitConversion modelUnits,
            ObjectProvider<Clock> clock,
            ModelLoader loader) {
        return new RegisteredRiskModels(
                store,
                sessions,
                new TrustedKeys(signer, settings),
                modelUnits,
                clock.getIfAvailable(Clock::systemUTC),
                loader);
    }

    @Bean
    SmartInitializingSingleton shippedModelsStart(
            ModelStore store, SignedModelAdmission admission, ModelReports reports, RegisteredRiskModels models) {
        return () -> {
            new ShippedModels(store, admission, reports).register();
            models.start();
        };
    }

    @Bean
    ModelStages modelStages(
            ModelStore store,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            UseReports reports,
            RegisteredRiskModels models) {
        return new ModelStages(
                store, new JdbcStageRecord(jdbc, new TransactionTemplate(transactions)), reports, models::forgetStages);
    }

    @Bean
    ManifestFacts modelManifestFacts(ModelStore store) {
        return new ManifestFacts(store);
    }

    @Bean
    UseReports modelUseReports(JdbcTemplate jdbc, ManifestFacts facts) {
        return new UseReports(new UseTable(jdbc), facts::references);
    }

    @Bean
    CountedUse modelUse(JdbcTemplate jdbc, ManifestFacts facts, ObjectProvider<Clock> clock) {
        return new CountedUse(new UseTable(jdbc), clock.getIfAvailable(Clock::systemUTC), facts::references);
    }

    /** Counters are written every few seconds; limits are looked at where there is a ledger to say what follows. */
    @Bean
    UseClock modelUseClock(
            CountedUse use,
            ModelStore store,
            ModelStages stages,
            UseReports reports,
            ManifestFacts facts,
            ObjectProvider<AuditTrail> trail,
            ObjectProvider<Clock> clock) {
        UseClock thread = new UseClock();
        thread.every(FLUSH_SECONDS, use::flush);
        trail.ifAvailable(ledger -> thread.every(
                LOOK_SECONDS,
                new LimitWatch(store, stages, reports, facts::limits, ledger, clock.getIfAvailable(Clock::systemUTC))
                        ::look));
        return thread;
    }

    @Bean
    ModelCardController modelCardController(ModelStore store) {
        return new ModelCardController(store);
    }
}
