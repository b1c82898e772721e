package org.firewarden.server.training;

import ca.uhn.fhir.context.FhirContext;
import org.firewarden.server.fhir.FhirOperation;
import org.firewarden.train.TrainingConfiguration;
import org.firewarden.train.budget.PrivacyBudget;
import org.firewarden.train.operation.TrainService;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Training, with {@code firewarden.training.budget.epsilon} and {@code .delta} for each source of data. */
@Configuration(proxyBeanMethods = false)
@Import(TrainingConfiguration.class)
class TrainingServerConfiguration {

    @Bean
    PrivacyBudget.Limit privacyBudgetLimit(Environment environment) {
        return Binder.get(environment)
                .bind("firewarden.training.budget", PrivacyBudget.Limit.class)
                .orElseGet(PrivacyBudget.Limit::standard);
    }

    @Bean
    FhirOperation trainOperation(FhirContext fhir, TrainService service) {
        return new FhirOperation(new TrainProvider(fhir, service));
    }
}
