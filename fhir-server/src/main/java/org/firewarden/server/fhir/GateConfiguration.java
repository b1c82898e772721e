package org.firewarden.server.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import org.firewarden.gate.consent.ConsentRules;
import org.firewarden.gate.consent.JdbcConsentRules;
import org.firewarden.gate.consent.PatientStandings;
import org.firewarden.gate.consent.StoredStandings;
import org.firewarden.gate.decision.Policy;
import org.firewarden.gate.enforcement.GateKeeper;
import org.firewarden.ledger.LedgerConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** The gate and the ledger, on the application's database. */
@Configuration(proxyBeanMethods = false)
@Import(LedgerConfiguration.class)
class GateConfiguration {

    @Bean
    ConsentRules consentRules(JdbcTemplate jdbc) {
        return new JdbcConsentRules(jdbc);
    }

    @Bean
    PatientStandings patientStandings(ConsentRules rules) {
        return new StoredStandings(rules);
    }

    @Bean
    GateKeeper gateKeeper(FhirContext fhir, PatientStandings standings, Clock clock) {
        return new GateKeeper(fhir, standings, Policy::shipped, clock);
    }
}
