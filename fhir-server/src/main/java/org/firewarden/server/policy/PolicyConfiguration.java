package org.firewarden.server.policy;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import org.firewarden.audit.AuditTrail;
import org.firewarden.gate.policy.PoliciesInForce;
import org.firewarden.gate.policy.PolicyDirectory;
import org.firewarden.gate.policy.PolicyFiles;
import org.firewarden.gate.policy.PolicyStampedTrail;
import org.firewarden.gate.policy.ShippedPolicies;
import org.firewarden.ledger.PostgresLedger;
import org.firewarden.server.settings.PolicySettings;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The policy in force, its reload, and its hash in each event of the audit trail. */
@Configuration(proxyBeanMethods = false)
class PolicyConfiguration {

    @Bean
    PoliciesInForce policiesInForce(FhirContext fhir, PolicySettings settings, PostgresLedger ledger, Clock clock) {
        return new PoliciesInForce(
                new PolicyFiles(fhir),
                settings.directory() == null ? new ShippedPolicies() : new PolicyDirectory(settings.directory()),
                ledger,
                clock);
    }

    /** What everything but the policy itself appends to. */
    @Bean
    @Primary
    AuditTrail auditTrail(PostgresLedger ledger, PoliciesInForce policies) {
        return new PolicyStampedTrail(ledger, policies);
    }

    @Bean
    PolicyReload policyReload(PoliciesInForce policies, PolicySettings settings) {
        return new PolicyReload(policies, settings);
    }

    @Bean
    HealthIndicator policiesHealthIndicator(PoliciesInForce policies) {
        return new PolicyHealth(policies);
    }
}
