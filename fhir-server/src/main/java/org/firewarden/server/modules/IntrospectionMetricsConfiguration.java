package org.firewarden.server.modules;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.firewarden.smart.resource.IntrospectionCounts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Metrics of what issuers elsewhere say about tokens; nothing in them says which token it was. */
@Configuration(proxyBeanMethods = false)
class IntrospectionMetricsConfiguration {

    @Bean
    MeterBinder introspectionMetrics(IntrospectionCounts counts) {
        return registry -> {
            count(registry, counts, "active", IntrospectionCounts::active);
            count(registry, counts, "inactive", IntrospectionCounts::inactive);
            count(registry, counts, "unanswered", IntrospectionCounts::withoutAnswer);
        };
    }

    private static void count(
            MeterRegistry registry,
            IntrospectionCounts counts,
            String answer,
            ToDoubleFunction<IntrospectionCounts> value) {
        FunctionCounter.builder("firewarden.token.introspections", counts, value)
                .tag("answer", answer)
                .register(registry);
    }
}
