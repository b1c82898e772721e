package org.firewarden.model;

import java.time.Clock;
import org.firewarden.model.card.ModelCardController;
import org.firewarden.model.registry.JdbcModelStore;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.risk.RegisteredRiskModels;
import org.firewarden.model.runtime.RuntimeSettings;
import org.firewarden.model.runtime.SessionPool;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The model registry's beans. Needs a {@link JdbcTemplate} on a database with this module's migrations; takes a {@link Clock}
 * and {@link RuntimeSettings} if there are such beans. Shipped models are registered once all beans exist, which is after the
 * migrations and before the server takes a request; if that fails, the server does not start.
 */
@Configuration(proxyBeanMethods = false)
public class ModelRegistryConfiguration {

    @Bean
    ModelStore modelStore(JdbcTemplate jdbc) {
        return new JdbcModelStore(jdbc);
    }

    @Bean
    SessionPool modelSessionPool(ObjectProvider<RuntimeSettings> settings) {
        return new SessionPool(settings.getIfAvailable(RuntimeSettings::standard));
    }

    @Bean
    RegisteredRiskModels riskModels(ModelStore store, SessionPool sessions, ObjectProvider<Clock> clock) {
        return RegisteredRiskModels.shipped(store, sessions, clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    SmartInitializingSingleton shippedModelsStart(RegisteredRiskModels models) {
        return models::start;
    }

    @Bean
    ModelCardController modelCardController(ModelStore store) {
        return new ModelCardController(store);
    }
}
