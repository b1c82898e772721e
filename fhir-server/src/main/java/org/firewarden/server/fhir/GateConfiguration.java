package org.firewarden.server.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.time.Duration;
import org.firewarden.gate.consent.ConsentRules;
import org.firewarden.gate.consent.JdbcConsentRules;
import org.firewarden.gate.content.ContentRules;
import org.firewarden.gate.enforcement.GateKeeper;
import org.firewarden.gate.policy.PoliciesInForce;
import org.firewarden.gate.relationship.CareSettings;
import org.firewarden.gate.relationship.RelationshipTables;
import org.firewarden.gate.standing.PatientStandings;
import org.firewarden.gate.standing.StandingPurge;
import org.firewarden.gate.standing.StoredStandings;
import org.firewarden.ledger.LedgerConfiguration;
import org.firewarden.outbound.OutboundAddresses;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The gate and the ledger, on the application's database. */
@Configuration(proxyBeanMethods = false)
@Import(LedgerConfiguration.class)
class GateConfiguration {

    private static final Duration CHANGES_ARE_KEPT = Duration.ofMinutes(10);

    @Bean
    ConsentRules consentRules(JdbcTemplate jdbc, IndexedReferences references) {
        return new JdbcConsentRules(jdbc, references);
    }

    @Bean
    RelationshipTables relationshipTables(JdbcTemplate jdbc, CareSettings settings) {
        return new RelationshipTables(jdbc, settings);
    }

    @Bean
    PatientStandings patientStandings(ConsentRules rules, JdbcTemplate jdbc, CareSettings settings) {
        return new StoredStandings(rules, jdbc, settings);
    }

    /** Each node looks after it; whoever comes first does it. */
    @Bean
    SmartLifecycle standingPurge(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new RepeatedTask(
                "standing-purge",
                CHANGES_ARE_KEPT,
                new StandingPurge(jdbc, new TransactionTemplate(transactions), CHANGES_ARE_KEPT)::run);
    }

    @Bean
    IndexedReferences indexedReferences(JdbcTemplate jdbc) {
        return new IndexedReferences(jdbc);
    }

    @Bean
    GateKeeper gateKeeper(
            FhirContext fhir,
            PatientStandings standings,
            IndexedReferences references,
            PoliciesInForce policies,
            Clock clock) {
        return new GateKeeper(fhir, standings, references, policies, clock);
    }

    @Bean
    ContentRules contentRules(FhirContext fhir, OutboundAddresses outbound) {
        return new ContentRules(fhir, outbound);
    }
}
