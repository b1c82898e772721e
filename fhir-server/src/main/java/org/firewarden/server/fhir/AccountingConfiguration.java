package org.firewarden.server.fhir;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.time.Clock;
import java.time.Duration;
import org.firewarden.ledger.PostgresLedger;
import org.firewarden.ledger.accounting.AccountingService;
import org.firewarden.ledger.accounting.DisclosureRecordProvider;
import org.firewarden.ledger.accounting.DisclosuresProvider;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.incident.AffectedPatients;
import org.firewarden.ledger.incident.AffectedPatientsProvider;
import org.firewarden.ledger.retention.LedgerDisposal;
import org.firewarden.ledger.retention.LegalHolds;
import org.firewarden.ledger.retention.RetentionProvider;
import org.firewarden.ledger.search.AuditEventTable;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people ask the ledger: the accounting of disclosures, whose data somebody saw, what is kept and for how long. */
@Configuration(proxyBeanMethods = false)
class AccountingConfiguration {

    private static final Duration LOOKS_FOR_DUE_KEYS = Duration.ofHours(1);

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
    FhirOperation retentionOperations(
            LegalHolds holds, LedgerDisposal disposal, DaoRegistry daos, PostgresLedger ledger) {
        return new FhirOperation(new RetentionProvider(holds, disposal, new ServerRecord(daos), ledger));
    }

    /** Each node looks; whoever comes first disposes. */
    @Bean
    SmartLifecycle ledgerDisposalJob(LedgerDisposal disposal) {
        return new RepeatedTask("ledger-disposal", LOOKS_FOR_DUE_KEYS, disposal::run);
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
