package org.firewarden.server.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.util.Objects;
import org.firewarden.gate.consent.ConsentRules;
import org.firewarden.gate.consent.JdbcConsentRules;
import org.firewarden.gate.content.ContentRules;
import org.firewarden.gate.enforcement.GateKeeper;
import org.firewarden.gate.policy.PoliciesInForce;
import org.firewarden.gate.relationship.CareSettings;
import org.firewarden.gate.relationship.RelationshipTables;
import org.firewarden.gate.standing.PatientStandings;
import org.firewarden.gate.standing.StoredStandings;
import org.firewarden.ledger.AuditEventProvider;
import org.firewarden.ledger.AuditEventTable;
import org.firewarden.ledger.PostgresLedger;
import org.firewarden.outbound.OutboundAddresses;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The gate and the ledger, on the application's database. */
@Configuration(proxyBeanMethods = false)
class GateConfiguration {

    @Bean
    ConsentRules consentRules(JdbcTemplate jdbc) {
        return new JdbcConsentRules(jdbc, new IndexedReferences(jdbc));
    }

    @Bean
    RelationshipTables relationshipTables(JdbcTemplate jdbc, CareSettings settings) {
        return new RelationshipTables(jdbc, settings);
    }

    @Bean
    PatientStandings patientStandings(ConsentRules rules, JdbcTemplate jdbc, CareSettings settings) {
        return new StoredStandings(rules, jdbc, settings);
    }

    @Bean
    GateKeeper gateKeeper(FhirContext fhir, PatientStandings standings, PoliciesInForce policies, Clock clock) {
        return new GateKeeper(fhir, standings, policies, clock);
    }

    @Bean
    ContentRules contentRules(FhirContext fhir, OutboundAddresses outbound) {
        return new ContentRules(fhir, outbound);
    }

    /** Its transactions are its own: an event stays when the request's transaction is rolled back. */
    @Bean
    AuditEventTable auditEventTable(JdbcTemplate jdbc) {
        return new AuditEventTable(
                jdbc,
                new TransactionTemplate(new JdbcTransactionManager(Objects.requireNonNull(jdbc.getDataSource()))));
    }

    @Bean
    PostgresLedger ledger(AuditEventTable table) {
        return new PostgresLedger(table);
    }

    @Bean
    AuditEventProvider auditEventProvider(AuditEventTable table) {
        return new AuditEventProvider(table);
    }
}
