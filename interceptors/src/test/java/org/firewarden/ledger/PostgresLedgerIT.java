package org.firewarden.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.audit.AuditUnavailableException;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

class PostgresLedgerIT {

    private final JdbcTemplate jdbc = TestDatabase.jdbc();
    private final AuditEventTable table = new AuditEventTable(jdbc, TestDatabase.transaction());
    private final PostgresLedger ledger = new PostgresLedger(table);

    @AfterEach
    void close() {
        ledger.close();
    }

    private static AuditEntry entry(String correlationId, String patientId, int status) {
        return new AuditEntry(
                correlationId,
                Instant.parse("2026-11-21T12:00:00Z"),
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

        assertThatThrownBy(() -> jdbc.update("UPDATE firewarden.audit_event SET subject = 'x'"))
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.update("DELETE FROM firewarden.audit_event"))
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.execute("TRUNCATE firewarden.audit_event"))
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void anEventThatCannotBeWrittenFailsItsAuthorAndNobodyElse() {
        AuditEntry good = entry("c1", UUID.randomUUID().toString(), 200);
        AuditEntry bad = entry("c1", "\u0000", 200);

        assertThatThrownBy(() -> ledger.append(bad)).isInstanceOf(AuditUnavailableException.class);
        ledger.append(good);
    }

    @Test
    void aClosedLedgerTakesNothing() {
        ledger.close();

        assertThatThrownBy(() -> ledger.append(entry("c1", "p", 200))).isInstanceOf(AuditUnavailableException.class);
    }

    @Test
    void anEventIsShownAsAFhirAuditEvent() {
        AuditEvent event = AuditEventView.of(new StoredEvent(UUID.randomUUID(), entry("c1", "p1", 403)));

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
