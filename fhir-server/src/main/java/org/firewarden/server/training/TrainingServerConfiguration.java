package org.firewarden.server.training;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import org.firewarden.server.fhir.FhirOperation;
import org.firewarden.train.TrainingConfiguration;
import org.firewarden.train.attack.AuditPlan;
import org.firewarden.train.attack.ReleaseGate;
import org.firewarden.train.budget.PrivacyBudget;
import org.firewarden.train.operation.ReproduceService;
import org.firewarden.train.operation.TrainAuthorizations;
import org.firewarden.train.operation.TrainJob;
import org.firewarden.train.operation.TrainService;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Training, with {@code firewarden.training.budget.epsilon} and {@code .delta} for each source of data, {@code .audit} for how hard each
 * model is attacked, {@code .gate} for what attackers may learn, and {@code .authorizations} for data that still tells of people.
 */
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
    TrainJob.Release trainingRelease(Environment environment) {
        Binder binder = Binder.get(environment);
        return new TrainJob.Release(
                binder.bind("firewarden.training.audit", AuditPlan.class).orElseGet(AuditPlan::standard),
                binder.bind("firewarden.training.gate", ReleaseGate.class).orElseGet(ReleaseGate::standard),
                new TrainAuthorizations(binder.bind(
                                "firewarden.training.authorizations",
                                Bindable.listOf(TrainAuthorizations.Authorization.class))
                        .orElseGet(List::of)));
    }

    @Bean
    FhirOperation trainOperation(FhirContext fhir, TrainService service, ReproduceService reproductions) {
        return new FhirOperation(new TrainProvider(fhir, service, reproductions));
    }
}
