package org.firewarden.server.fhir;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.firewarden.crypto.KeyRing;
import org.firewarden.gate.breakglass.BreakGlassAlert;
import org.firewarden.gate.breakglass.BreakGlassGrants;
import org.firewarden.gate.breakglass.BreakGlassProvider;
import org.firewarden.gate.breakglass.BreakGlassService;
import org.firewarden.gate.breakglass.BreakGlassSettings;
import org.firewarden.gate.breakglass.GrantProvider;
import org.firewarden.gate.breakglass.JdbcBreakGlassGrants;
import org.firewarden.gate.enforcement.GateKeeper;
import org.firewarden.gate.enforcement.StepUpInterceptor;
import org.firewarden.gate.explain.ExplainProvider;
import org.firewarden.gate.explain.ExplainService;
import org.firewarden.gate.relationship.RelationshipTables;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** {@code $break-glass}, its review and its alarms, and {@code $explain-access}. */
@Configuration(proxyBeanMethods = false)
class EmergencyAccessConfiguration {

    private static final String DEGRADED = "DEGRADED";

    @Bean
    BreakGlassGrants breakGlassGrants(JdbcTemplate jdbc) {
        return new JdbcBreakGlassGrants(jdbc);
    }

    @Bean
    BreakGlassAlert breakGlassAlert(MeterRegistry meters) {
        Counter counter = Counter.builder("firewarden.break.glass.grants")
                .description("Break-glass grants that were opened")
                .register(meters);
        return reason -> counter.increment();
    }

    @Bean
    BreakGlassService breakGlassService(
            BreakGlassGrants grants,
            DaoRegistry daos,
            JpaTransactionManager transactions,
            KeyRing keys,
            List<BreakGlassAlert> alerts,
            BreakGlassSettings settings,
            Clock clock) {
        return new BreakGlassService(
                grants, new ServerRecord(daos), new TransactionTemplate(transactions), keys, alerts, settings, clock);
    }

    /** Approvals need a sign-in as strong as break-glass does. */
    @Bean
    StepUpInterceptor stepUpInterceptor(Environment environment, BreakGlassSettings settings) {
        return new StepUpInterceptor(
                Binder.get(environment)
                        .bind("firewarden.step-up.operations", Bindable.setOf(String.class))
                        .orElse(Set.of()),
                settings.acrValues());
    }

    @Bean
    FhirOperation breakGlassOperation(BreakGlassService service) {
        return new FhirOperation(new BreakGlassProvider(service));
    }

    @Bean
    FhirOperation breakGlassGrantOperation(BreakGlassGrants grants, BreakGlassService service) {
        return new FhirOperation(new GrantProvider(grants, service));
    }

    @Bean
    FhirOperation explainAccessOperation(GateKeeper gate, DaoRegistry daos, RelationshipTables care) {
        return new FhirOperation(new ExplainProvider(new ExplainService(gate, new ServerRecord(daos), care)));
    }

    /** A grant that nobody has looked at in time degrades the server and does not stop it: patients are waiting. */
    @Bean
    HealthIndicator breakGlassHealthIndicator(BreakGlassGrants grants, BreakGlassSettings settings, Clock clock) {
        return () -> {
            int overdue = grants.unreviewedSince(clock.instant().minus(settings.reviewWithin()));
            return overdue == 0
                    ? Health.up().build()
                    : Health.status(DEGRADED)
                            .withDetail("overdue-reviews", overdue)
                            .build();
        };
    }
}
