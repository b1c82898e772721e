package org.firewarden.ledger.store;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.ledger.LedgerFixture;
import org.firewarden.ledger.PostgresLedger;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.event.EventSealer;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A server reduced to its ledger: eight writers append without end and print each correlation id once it is acknowledged. */
public final class AppendingProcess {

    private static final int WRITERS = 8;

    private AppendingProcess() {}

    /**
     * Appends until it is killed.
     *
     * @param arguments the database's URL and the folder of the key ring
     */
    public static void main(String[] arguments) throws InterruptedException {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        KeyRing ring =
                KeyRing.open(KeyRingSettings.createdIn(Path.of(arguments[1])), new SecureRandom(), Clock.systemUTC());
        JdbcTemplate jdbc = new JdbcTemplate(database);
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        BlindIndex index = new BlindIndex(ring);
        EventSealer sealer = new EventSealer(
                new LedgerContentKeys(jdbc, transactions, ring, index, new SecureRandom(), Clock.systemUTC()),
                index,
                new SecureRandom());
        PostgresLedger ledger = new PostgresLedger(
                sealer, new LedgerAppender(jdbc, transactions, LedgerRole.find(jdbc), sealer, Clock.systemUTC()));
        PrintStream acknowledged = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Thread writer = new Thread(() -> append(ledger, acknowledged));
            writer.start();
            writers.add(writer);
        }
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private static void append(PostgresLedger ledger, PrintStream acknowledged) {
        while (true) {
            String id = UUID.randomUUID().toString();
            ledger.append(LedgerFixture.entry(id, Instant.now(), "killed", 200));
            acknowledged.println("ack " + id);
        }
    }
}
