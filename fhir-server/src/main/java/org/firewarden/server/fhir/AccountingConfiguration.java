package org.firewarden.server.fhir;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.time.Clock;
import org.firewarden.ledger.accounting.AccountingService;
import org.firewarden.ledger.accounting.DisclosureRecordProvider;
import org.firewarden.ledger.accounting.DisclosuresProvider;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.incident.AffectedPatients;
import org.firewarden.ledger.incident.AffectedPatientsProvider;
import org.firewarden.ledger.search.AuditEventTable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people ask the ledger: the accounting of disclosures, and whose data somebody saw. */
@Configuration(proxyBeanMethods = false)
class AccountingConfiguration {

    @Bean
    AccountingService accountingService(AuditEventTable events, JdbcTemplate jdbc, BlindIndex index, Clock clock) {
        return AccountingService.on(events, jdbc, index, clock);
    }

    @Bean
    FhirOperation disclosuresOperation(AccountingService service, DaoRegistry daos) {
        return new FhirOperation(new DisclosuresProvider(service, new ServerRecord(daos)));
    }

    @Bean
    FhirOperation disclosureRecordOperations(AccountingService service, DaoRegistry daos) {
        return new FhirOperation(new DisclosureRecordProvider(service, new ServerRecord(daos)));
    }

    @Bean
    FhirOperation affectedPatientsOperation(
            AuditEventTable events, DaoRegistry daos, JpaTransactionManager transactions, Clock clock) {
        ServerRecord record = new ServerRecord(daos);
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        return new FhirOperation(new AffectedPatientsProvider(new AffectedPatients(
                events,
                (tasks, draft) -> transaction.executeWithoutResult(status -> record.open(tasks, draft)),
                clock)));
    }
}
