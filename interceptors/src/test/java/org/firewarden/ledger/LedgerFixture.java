package org.firewarden.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.event.ContentKeys;
import org.firewarden.ledger.event.EventOpener;
import org.firewarden.ledger.event.EventSealer;
import org.firewarden.ledger.search.AuditEventTable;
import org.firewarden.ledger.store.LedgerAppender;
import org.firewarden.ledger.store.LedgerContentKeys;
import org.firewarden.ledger.store.LedgerRole;
import org.firewarden.ledger.store.LedgerTree;
import org.springframework.jdbc.core.JdbcTemplate;

/** The parts of a ledger on the {@link TestDatabase}, with one key ring for all tests. Each of it is like another node. */
public final class LedgerFixture {

    private static final Path KEY_FOLDER = keyFolderOnDisk();
    private static final KeyRing KEYS =
            KeyRing.open(KeyRingSettings.createdIn(KEY_FOLDER), new SecureRandom(), Clock.systemUTC());

    public final JdbcTemplate jdbc = TestDatabase.jdbc();
    public final BlindIndex index = new BlindIndex(KEYS);
    public final LedgerContentKeys contentKeys =
            new LedgerContentKeys(jdbc, TestDatabase.transaction(), KEYS, index, new SecureRandom(), Clock.systemUTC());
    public final EventSealer sealer = new EventSealer(contentKeys, index, new SecureRandom());
    public final EventOpener opener = new EventOpener(contentKeys);
    public final LedgerAppender appender =
            new LedgerAppender(jdbc, TestDatabase.transaction(), LedgerRole.find(jdbc), sealer, Clock.systemUTC());
    public final LedgerTree tree = new LedgerTree(jdbc, TestDatabase.transaction());
    public final AuditEventTable table = new AuditEventTable(jdbc, opener, index);

    /** A ledger with a writer of its own. */
    public PostgresLedger ledger() {
        return new PostgresLedger(sealer, appender);
    }

    /**
     * Makes the content keys of these patients as old as if they had sealed nothing for seven years. The database allows that to
     * nobody; its superuser steps past the trigger.
     */
    public void makeOld(String... patients) {
        TestDatabase.transaction().executeWithoutResult(status -> {
            jdbc.execute("SET LOCAL session_replication_role = replica");
            for (String patient : patients) {
                jdbc.update(
                        "UPDATE firewarden.ledger_content_key SET seals_until = now() - interval '7 years',"
                                + " created = now() - interval '8 years' WHERE owner = ?",
                        (Object) index.owner(new ContentKeys.Owner("patient", patient)));
            }
        });
        contentKeys.forget();
    }

    /** The key ring of all tests. */
    public static KeyRing keyRing() {
        return KEYS;
    }

    /** A read of one patient's Observation. */
    public static AuditEntry entry(String correlationId, Instant recorded, String patientId, int status) {
        return new AuditEntry(
                correlationId,
                recorded,
                AuditAction.READ,
                "read",
                AuditOutcome.ofHttpStatus(status),
                status,
                "alice",
                "app",
                "Practitioner/alice",
                "TREAT",
                "127.0.0.1",
                Set.of(patientId),
                Set.of("withheld-from-" + correlationId),
                List.of("Observation/1"),
                null,
                null,
                Map.of("method", "GET"));
    }

    /** Where the key ring lies, for another process. */
    public static Path keyFolder() {
        return KEY_FOLDER;
    }

    private static Path keyFolderOnDisk() {
        try {
            return Files.createTempDirectory("ledger-keys");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
