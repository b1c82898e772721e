package org.firewarden.ledger;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import org.firewarden.crypto.KeyRing;
import org.firewarden.ledger.checkpoint.CheckpointKeeper;
import org.firewarden.ledger.checkpoint.CheckpointTable;
import org.firewarden.ledger.checkpoint.LedgerSettings;
import org.firewarden.ledger.checkpoint.LedgerSigner;
import org.firewarden.ledger.checkpoint.SigningKeyRotation;
import org.firewarden.ledger.checkpoint.StampTable;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.event.EventOpener;
import org.firewarden.ledger.event.EventSealer;
import org.firewarden.ledger.fhir.AuditEventProvider;
import org.firewarden.ledger.fhir.AuditSource;
import org.firewarden.ledger.fhir.PatientIdentifiers;
import org.firewarden.ledger.follow.FollowerTable;
import org.firewarden.ledger.http.AuditController;
import org.firewarden.ledger.http.StoredDisposals;
import org.firewarden.ledger.retention.LedgerDisposal;
import org.firewarden.ledger.retention.LegalHolds;
import org.firewarden.ledger.retention.RetentionSettings;
import org.firewarden.ledger.search.AuditEventTable;
import org.firewarden.ledger.store.LedgerAppender;
import org.firewarden.ledger.store.LedgerContentKeys;
import org.firewarden.ledger.store.LedgerRole;
import org.firewarden.ledger.store.LedgerTree;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The ledger on the application's database. Needs a {@link JdbcTemplate}, the {@link KeyRing}, {@link LedgerSettings},
 * {@link RetentionSettings}, randomness and a clock.
 */
@Configuration(proxyBeanMethods = false)
public class LedgerConfiguration {

    @Bean
    BlindIndex ledgerIndex(KeyRing keys) {
        return new BlindIndex(keys);
    }

    @Bean
    LedgerContentKeys ledgerContentKeys(
            JdbcTemplate jdbc, KeyRing keys, BlindIndex index, SecureRandom random, Clock clock) {
        return new LedgerContentKeys(jdbc, ownTransactions(jdbc), keys, index, random, clock);
    }

    @Bean
    EventSealer eventSealer(LedgerContentKeys keys, BlindIndex index, SecureRandom random) {
        return new EventSealer(keys, index, random);
    }

    @Bean
    LedgerTree ledgerTree(JdbcTemplate jdbc) {
        return new LedgerTree(jdbc, ownTransactions(jdbc));
    }

    @Bean
    PostgresLedger ledger(JdbcTemplate jdbc, EventSealer sealer, Clock clock) {
        return new PostgresLedger(
                sealer, new LedgerAppender(jdbc, ownTransactions(jdbc), LedgerRole.find(jdbc), sealer, clock));
    }

    @Bean
    LedgerSigner ledgerSigner(
            JdbcTemplate jdbc, KeyRing keys, SecureRandom random, Clock clock, LedgerSettings settings) {
        return LedgerSigner.open(
                jdbc, ownTransactions(jdbc), keys, random, clock, settings.signingKeyOverlap(), settings.origin());
    }

    @Bean
    CheckpointTable checkpointTable(JdbcTemplate jdbc) {
        return new CheckpointTable(jdbc);
    }

    @Bean(initMethod = "start")
    CheckpointKeeper checkpointKeeper(
            LedgerTree tree,
            CheckpointTable table,
            LedgerSigner signer,
            PostgresLedger ledger,
            LedgerSettings settings,
            Clock clock) {
        SigningKeyRotation rotation = new SigningKeyRotation(signer, ledger, settings.signingKeyLifetime(), clock);
        return new CheckpointKeeper(tree, table, signer, settings, settings.witnesses(), clock, rotation::look);
    }

    @Bean
    FollowerTable followerTable(JdbcTemplate jdbc) {
        return new FollowerTable(jdbc);
    }

    @Bean
    StampTable stampTable(JdbcTemplate jdbc) {
        return new StampTable(jdbc);
    }

    @Bean
    AuditController auditController(
            LedgerTree tree, CheckpointTable checkpoints, StampTable stamps, LedgerSigner signer, JdbcTemplate jdbc) {
        return new AuditController(tree, checkpoints, stamps, signer, new StoredDisposals(jdbc));
    }

    @Bean
    LegalHolds legalHolds(JdbcTemplate jdbc, BlindIndex index, Clock clock) {
        return new LegalHolds(jdbc, ownTransactions(jdbc), index, clock);
    }

    @Bean
    LedgerDisposal ledgerDisposal(
            JdbcTemplate jdbc,
            LedgerContentKeys keys,
            LedgerSigner signer,
            PostgresLedger ledger,
            RetentionSettings settings,
            Clock clock) {
        return new LedgerDisposal(jdbc, ownTransactions(jdbc), keys, signer, ledger, settings, clock);
    }

    @Bean
    AuditEventTable auditEventTable(JdbcTemplate jdbc, LedgerContentKeys keys, BlindIndex index) {
        return new AuditEventTable(jdbc, new EventOpener(keys), index);
    }

    @Bean
    AuditEventProvider auditEventProvider(
            AuditEventTable table,
            LedgerContentKeys keys,
            SecureRandom random,
            ObjectProvider<PatientIdentifiers> patients,
            ObjectProvider<AuditSource> source) {
        return new AuditEventProvider(
                table,
                keys,
                random,
                patients.getIfAvailable(() -> PatientIdentifiers.NONE),
                source.getIfAvailable(() -> AuditSource.UNNAMED));
    }

    /** An event stays when the request's transaction is rolled back. */
    private static TransactionTemplate ownTransactions(JdbcTemplate jdbc) {
        TransactionTemplate transactions =
                new TransactionTemplate(new JdbcTransactionManager(Objects.requireNonNull(jdbc.getDataSource())));
        transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return transactions;
    }
}
