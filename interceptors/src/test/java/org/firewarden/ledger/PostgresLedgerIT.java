package org.firewarden.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.ledger.event.OpenedEvent;
import org.firewarden.ledger.store.LedgerRole;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

class PostgresLedgerIT {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final LedgerFixture fixture = new LedgerFixture();
    private final JdbcTemplate jdbc = fixture.jdbc;
    private final AuditEventTable table = fixture.table;
    private final PostgresLedger ledger = fixture.ledger();

    @AfterEach
    void close() {
        ledger.close();
    }

    private static AuditEntry entry(String correlationId, String patientId, int status) {
        return LedgerFixture.entry(correlationId, NOON, patientId, status);
    }

    @Test
    void anAppendedEventIsThereWhenAppendReturns() {
        String patient = UUID.randomUUID().toString();
        ledger.append(entry("c1", patient, 200));

        assertThat(table.search(new AuditSearch(patient, null, null, null, null), 0, 10))
                .singleElement()
                .satisfies(stored -> assertThat(stored.entry()).isEqualTo(entry("c1", patient, 200)));
    }

    @Test
    void manyWritersLoseNothing() throws Exception {
        String patient = UUID.randomUUID().toString();
        ExecutorService writers = Executors.newFixedThreadPool(32);
        IntStream.range(0, 2_000).forEach(i -> writers.execute(() -> ledger.append(entry("c" + i, patient, 200))));
        writers.shutdown();

        assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(table.count(new AuditSearch(patient, null, null, null, null)))
                .isEqualTo(2_000);
    }

    @Test
    void searchNarrowsByEachParameter() {
        String patient = UUID.randomUUID().toString();
        ledger.append(entry("c1", patient, 200));
        ledger.append(entry("c2", patient, 403));

        assertThat(table.count(new AuditSearch(patient, "Practitioner/alice", null, null, "4")))
                .isEqualTo(1);
        assertThat(table.count(new AuditSearch(patient, "alice", null, null, null)))
                .isEqualTo(2);
        assertThat(table.count(new AuditSearch(patient, "Practitioner/cody", null, null, null)))
                .isZero();
        assertThat(table.count(new AuditSearch(patient, null, Instant.parse("2026-11-21T12:00:01Z"), null, null)))
                .isZero();
        assertThat(table.count(new AuditSearch(patient, null, null, Instant.parse("2026-11-21T12:00:00Z"), null)))
                .isEqualTo(2);
    }

    @Test
    void aPatientWhoseDataWasWithheldIsFoundToo() {
        String id = UUID.randomUUID().toString();
        ledger.append(entry(id, "somebody-else", 200));

        assertThat(table.search(new AuditSearch("withheld-from-" + id, null, null, null, null), 0, 10))
                .singleElement()
                .satisfies(stored -> assertThat(AuditEventView.of(stored).getEntity())
                        .anySatisfy(e -> {
                            assertThat(e.getWhat().getReference()).isEqualTo("Patient/withheld-from-" + id);
                            assertThat(e.getDetailFirstRep().getType()).isEqualTo("withheld");
                        }));
    }

    @Test
    void noRowCanBeChangedOrDeleted() {
        ledger.append(entry("c1", UUID.randomUUID().toString(), 200));

        for (String name : List.of("event", "index", "head", "subtree", "checkpoint", "witnessed", "signing_key")) {
            assertThatThrownBy(() -> jdbc.update("DELETE FROM firewarden.ledger_" + name))
                    .as(name)
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("append-only");
            assertThatThrownBy(() -> jdbc.execute("TRUNCATE firewarden.ledger_" + name + " CASCADE"))
                    .as(name)
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("append-only");
        }
        assertThatThrownBy(() -> jdbc.update("UPDATE firewarden.ledger_event SET outcome = '0'"))
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.update("UPDATE firewarden.ledger_head SET latest = now()"))
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void theWritersRoleMayAddAndReadAndNothingElse() {
        for (String statement : List.of(
                "UPDATE firewarden.ledger_event SET outcome = '0'",
                "DELETE FROM firewarden.ledger_event",
                "TRUNCATE firewarden.ledger_event",
                "ALTER TABLE firewarden.ledger_event DISABLE TRIGGER ALL",
                "DROP TABLE firewarden.ledger_event",
                "SELECT * FROM firewarden.ledger_content_key",
                "SELECT * FROM firewarden.ledger_signing_key",
                "SELECT * FROM firewarden.consent_rule")) {
            assertThatThrownBy(() -> TestDatabase.transaction().executeWithoutResult(status -> {
                        jdbc.execute("SET LOCAL ROLE firewarden_ledger");
                        jdbc.execute(statement);
                    }))
                    .as(statement)
                    .rootCause()
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
        assertThat(LedgerRole.find(jdbc).isAvailable()).isTrue();
    }

    @Test
    void whatNoTableTakesFailsNobody() {
        String patient = "\u0000\ud800" + UUID.randomUUID();
        ledger.append(entry("c\u00001", patient, 200));

        assertThat(table.count(new AuditSearch(patient, null, null, null, null)))
                .isEqualTo(1);
    }

    @Test
    void aClosedLedgerTakesNothing() {
        ledger.close();

        assertThatThrownBy(() -> ledger.append(entry("c1", "p", 200))).isInstanceOf(AuditUnavailableException.class);
    }

    @Test
    void anEventIsShownAsAFhirAuditEvent() {
        AuditEvent event = AuditEventView.of(new OpenedEvent(UUID.randomUUID(), entry("c1", "p1", 403), 0));

        assertThat(event.getOutcome()).isEqualTo(AuditEvent.AuditEventOutcome._4);
        assertThat(event.getAction()).isEqualTo(AuditEvent.AuditEventAction.R);
        assertThat(event.getAgentFirstRep().getWho().getReference()).isEqualTo("Practitioner/alice");
        assertThat(event.getEntity())
                .anySatisfy(e -> assertThat(e.getWhat().getReference()).isEqualTo("Patient/p1"));
        assertThat(event.getEntity())
                .anySatisfy(
                        e -> assertThat(e.getWhat().getIdentifier().getValue()).isEqualTo("c1"));
    }
}
