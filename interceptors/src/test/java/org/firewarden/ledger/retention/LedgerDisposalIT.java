package org.firewarden.ledger.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditContext;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.audit.AuditTrail;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.control.Control;
import org.firewarden.crypto.Sha256;
import org.firewarden.ledger.LedgerFixture;
import org.firewarden.ledger.PostgresLedger;
import org.firewarden.ledger.TestDatabase;
import org.firewarden.ledger.checkpoint.CheckpointTable;
import org.firewarden.ledger.checkpoint.LedgerSigner;
import org.firewarden.ledger.event.ContentKeys.Owner;
import org.firewarden.ledger.event.OpenedEvent;
import org.firewarden.ledger.http.LedgerExport;
import org.firewarden.ledger.note.Checkpoint;
import org.firewarden.ledger.note.DisposalCertificate;
import org.firewarden.ledger.note.SignedNote;
import org.firewarden.ledger.store.TreeHead;
import org.firewarden.ledger.verify.ExportVerifier;
import org.firewarden.ledger.verify.Verdict;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** Six years and legal holds, against the job, the owner of the tables and the ledger's role; and what is left after them. */
@Control("164.316(b)(2)")
class LedgerDisposalIT {

    private final LedgerFixture ledger = new LedgerFixture();
    private final PostgresLedger trail = ledger.ledger();
    private final LedgerSigner signer = LedgerSigner.open(
            ledger.jdbc,
            TestDatabase.transaction(),
            LedgerFixture.keyRing(),
            new SecureRandom(),
            Clock.systemUTC(),
            Duration.ofDays(30),
            null);
    private final LegalHolds holds =
            new LegalHolds(ledger.jdbc, TestDatabase.transaction(), ledger.index, Clock.systemUTC());
    private final LedgerDisposal disposal = disposal(trail);
    private final String a = "a" + UUID.randomUUID();
    private final String b = "b" + UUID.randomUUID();
    private final List<UUID> placed = new ArrayList<>();

    private LedgerDisposal disposal(AuditTrail events) {
        return new LedgerDisposal(
                ledger.jdbc,
                TestDatabase.transaction(),
                ledger.contentKeys,
                signer,
                events,
                new RetentionSettings(Period.ofYears(6)),
                Clock.systemUTC());
    }

    @AfterEach
    void liftAllAndClose() {
        placed.forEach(holds::lift);
        trail.close();
    }

    private UUID hold(@Nullable String patient) {
        UUID id = holds.place(patient).id();
        placed.add(id);
        return id;
    }

    /** An event about these patients, with something that all of them share. */
    private void record(String... patients) {
        trail.append(new AuditEntry(
                "retention",
                Instant.now(),
                AuditAction.READ,
                "read",
                AuditOutcome.SUCCESS,
                200,
                "alice",
                "app",
                "Practitioner/alice",
                "TREAT",
                "127.0.0.1",
                Set.of(patients),
                Set.of(),
                List.of("Group/g"),
                null,
                null,
                Map.of(),
                new AuditContext(Phi.of("Group?member=x"), null, null, Set.of(), Map.of(), 1, 1)));
    }

    private List<String> keys(String patient) {
        return ledger.jdbc.queryForList(
                "SELECT id FROM firewarden.ledger_content_key WHERE owner = ?", String.class, (Object) owner(patient));
    }

    private byte[] owner(String patient) {
        return ledger.index.owner(new Owner("patient", patient));
    }

    private OpenedEvent event(long place) {
        List<String> contents = new ArrayList<>();
        ledger.tree.contents(place, place + 1, contents::add);
        return new LedgerFixture().opener.open(contents.get(0));
    }

    private LedgerDisposal.Disposed dispose() {
        return disposal.dispose(disposal.limit());
    }

    @Test
    void aKeySealsForAYearAndThenTheOwnersNextOneDoes() {
        record(a);
        TestDatabase.transaction().executeWithoutResult(status -> {
            ledger.jdbc.execute("SET LOCAL session_replication_role = replica");
            ledger.jdbc.update(
                    "UPDATE firewarden.ledger_content_key SET seals_until = now() + interval '9 minutes' WHERE owner = ?",
                    (Object) owner(a));
        });
        ledger.contentKeys.forget();
        long place = ledger.tree.head().size();
        record(a);

        assertThat(keys(a)).hasSize(2);
        for (long seq : List.of(place - 1, place)) {
            assertThat(event(seq).entry().patientIds()).containsExactly(a);
        }
    }

    @Test
    void theJobDestroysNothingYoungerThanSixYearsWhateverItIsAskedFor() {
        record(a);
        disposal.run();
        assertThat(keys(a)).hasSize(1);
        assertThatThrownBy(() -> disposal.dispose(Instant.now().minus(Duration.ofDays(365 * 6))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("retention");
        assertThat(event(ledger.tree.head().size() - 1).erasedParts()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM firewarden.ledger_content_key WHERE owner = ?",
                "DELETE FROM firewarden.ledger_content_key WHERE owner = ? OR true",
                "UPDATE firewarden.ledger_content_key SET sealed = '' WHERE owner = ?",
                "UPDATE firewarden.ledger_content_key SET seals_until = '2000-01-01' WHERE owner = ?"
            })
    void evenTheOwnerOfTheTablesDoesNotDestroyAYoungKey(String sql) {
        record(a);

        assertThatThrownBy(() -> ledger.jdbc.update(sql, (Object) owner(a)))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining(sql.startsWith("DELETE") ? "retention" : "append-only");
        assertThatThrownBy(() -> ledger.jdbc.execute("TRUNCATE firewarden.ledger_content_key"))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("append-only");
        assertThat(keys(a)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM firewarden.ledger_content_key",
                "UPDATE firewarden.ledger_content_key SET sealed = ''",
                "DELETE FROM firewarden.ledger_event",
                "INSERT INTO firewarden.legal_hold_lift SELECT id, now() FROM firewarden.legal_hold"
            })
    void theLedgersRoleMayNotEvenTry(String sql) {
        record(a);
        ledger.makeOld(a);

        assertThatThrownBy(() -> TestDatabase.transaction().executeWithoutResult(status -> {
                    ledger.jdbc.execute("SET LOCAL ROLE firewarden_ledger");
                    ledger.jdbc.update(sql);
                }))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("permission denied");
        assertThat(keys(a)).hasSize(1);
    }

    @Test
    void afterItsTimeTheContentIsGoneTheTreeIsWholeAndACertificateAndAnEventSaySo() throws Exception {
        long place = ledger.tree.head().size();
        record(a);
        record(b);
        String key = keys(a).get(0);
        ledger.makeOld(a);

        LedgerDisposal.Disposed disposed = dispose();

        assertThat(keys(a)).isEmpty();
        assertThat(keys(b)).hasSize(1);
        assertThat(event(place).entry().patientIds()).isEmpty();
        assertThat(event(place).entry().entities()).isEmpty();
        assertThat(event(place).erasedParts()).isEqualTo(3);
        assertThat(event(place + 1).erasedParts()).isZero();

        SignedNote note = SignedNote.parse(disposed.certificates().get(0));
        DisposalCertificate certificate = DisposalCertificate.parse(note.text());
        assertThat(signer.keys().problemOf(note, certificate)).isEmpty();
        assertThat(certificate.keys()).contains(key).hasSize(disposed.destroyed());
        assertThat(certificate.keep()).isEqualTo(Period.ofYears(6));
        assertThat(certificate.sealedBefore()).isBefore(Instant.now().minus(Duration.ofDays(365 * 6)));
        assertThat(ledger.jdbc.queryForList("SELECT certificate FROM firewarden.ledger_disposal", String.class))
                .contains(note.toString());

        AuditEntry tombstone = event(place + 2).entry();
        assertThat(tombstone.interaction()).isEqualTo("key-destruction");
        assertThat(Objects.requireNonNull(tombstone.details().get("key")).split(" ", -1))
                .contains(key);
        assertThat(tombstone.details())
                .containsEntry("disposal", certificate.id().toString())
                .containsEntry("certificate-sha256", Sha256.hex(note.text().getBytes(StandardCharsets.UTF_8)));
        assertThat(dispose().certificates()).isEmpty();
        assertThatTheExportNamesTheEventAsErased(place);
    }

    private void assertThatTheExportNamesTheEventAsErased(long place) throws Exception {
        String export = export(place);
        Verdict.Holds first = (Verdict.Holds) verify(export, Set.of());
        assertThat(first.erased()).isEmpty();
        Verdict.Holds second = (Verdict.Holds) verify(export, first.destroyedKeys());
        assertThat(second.erased()).containsExactly(new Verdict.EventRange(place, place));

        String altered = export.replaceFirst("\"client\":\"app\"", "\"client\":\"apq\"");
        assertThat(verify(altered, first.destroyedKeys()))
                .isInstanceOfSatisfying(
                        Verdict.Fails.class, fails -> assertThat(fails.event()).hasValue(place));
    }

    private String export(long first) throws IOException {
        TreeHead head = ledger.tree.head();
        Checkpoint checkpoint =
                new Checkpoint(signer.origin(), head.size(), head.frontier().root());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LedgerExport(ledger.tree)
                .write(
                        first,
                        head.size(),
                        new CheckpointTable.Stored(checkpoint, signer.sign(checkpoint), Instant.now()),
                        out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private Verdict verify(String export, Set<String> destroyed) throws Exception {
        return new ExportVerifier(signer.keys(), true, 1, destroyed)
                .verify(new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)), List.of());
    }

    @Test
    void aHoldKeepsThePatientsKeysAndThoseThatSealWithThem() {
        record(a, b);
        ledger.makeOld(a, b);
        UUID hold = hold(a);

        LedgerDisposal.Disposed disposed = dispose();

        assertThat(disposed.held()).isEqualTo(2);
        assertThat(keys(a)).hasSize(1);
        assertThat(keys(b)).hasSize(1);
        OpenedEvent event = event(ledger.tree.head().size() - 1);
        assertThat(event.erasedParts()).isZero();
        assertThat(event.entry().entities()).containsExactly("Group/g");
        for (String patient : List.of(a, b)) {
            assertThatThrownBy(() -> ledger.jdbc.update(
                            "DELETE FROM firewarden.ledger_content_key WHERE owner = ?", (Object) owner(patient)))
                    .hasStackTraceContaining("legal hold");
        }
        holds.lift(hold);
        assertThat(dispose().destroyed()).isGreaterThanOrEqualTo(2);
        assertThat(keys(a)).isEmpty();
        assertThat(keys(b)).isEmpty();
    }

    @Test
    void aHoldOnEverythingKeepsEverything() {
        record(a);
        ledger.makeOld(a);
        UUID first = hold(null);
        UUID second = hold(null);
        holds.lift(first);

        assertThat(dispose().destroyed()).isZero();
        assertThat(keys(a)).hasSize(1);
        holds.lift(second);
        assertThat(dispose().destroyed()).isPositive();
        assertThat(keys(a)).isEmpty();
    }

    @Test
    void holdsAreAddedAndNeverChanged() {
        UUID id = hold(a);
        for (String sql : List.of(
                "DELETE FROM firewarden.legal_hold",
                "UPDATE firewarden.legal_hold SET placed = '2000-01-01'",
                "TRUNCATE firewarden.legal_hold CASCADE",
                "DELETE FROM firewarden.legal_hold_key",
                "DELETE FROM firewarden.ledger_disposal")) {
            assertThatThrownBy(() -> ledger.jdbc.execute(sql)).hasStackTraceContaining("append-only");
        }
        holds.lift(id);
        Instant lifted = holds.find(id).orElseThrow().lifted();
        holds.lift(id);
        assertThat(holds.find(id).orElseThrow().lifted()).isNotNull().isEqualTo(lifted);
        assertThat(holds.all(a)).extracting(LegalHold::id).contains(id);
        assertThat(holds.all(b)).extracting(LegalHold::id).doesNotContain(id);
        assertThat(holds.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void withoutItsEventNoKeyIsDestroyed() {
        record(a);
        ledger.makeOld(a);
        AuditTrail down = entry -> {
            throw new AuditUnavailableException(new IllegalStateException("down"));
        };

        assertThatThrownBy(() -> disposal(down).run()).isInstanceOf(AuditUnavailableException.class);

        assertThat(keys(a)).hasSize(1);
        assertThat(event(ledger.tree.head().size() - 1).entry().patientIds()).containsExactly(a);
    }
}
