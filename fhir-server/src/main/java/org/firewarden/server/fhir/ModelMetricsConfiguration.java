package org.firewarden.server.fhir;

import io.micrometer.core.instrument.MeterRegistry;
import org.firewarden.model.monitoring.CountedUse;
import org.firewarden.model.monitoring.ModelUse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Metrics of model versions: whoever reports a use of one reports it here, and the counters of the registry hear of it next. */
@Configuration(proxyBeanMethods = false)
class ModelMetricsConfiguration {

    @Bean
    @Primary
    ModelUse meteredModelUse(CountedUse modelUse, MeterRegistry registry) {
        return new MeteredUse(modelUse, registry);
    }
}
