package org.firewarden.server.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditTrail;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.job.JobFailedException;
import org.firewarden.job.JobStoppedException;
import org.firewarden.job.JobStoppedException.Reason;
import org.firewarden.server.jobs.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job with the tables as they are: workers that die, callers and patients who change their mind, a ledger that is away. */
class BulkExportJobIT {

    @TempDir
    Path folder;

    private final List<AuditEntry> events = new ArrayList<>();
    private final UUID id = UUID.randomUUID();
    private boolean isLedgerBroken;
    private boolean mayExport = true;
    private Clock clock = Clock.systemUTC();
    private Chart chart = new Chart("ann", "bob", "cid");
    private KeyRing keys;

    @BeforeEach
    void open() {
        keys = KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        for (String table : List.of("bulk_export_part", "bulk_export_subject", "bulk_export")) {
            TestDatabase.jdbc().update("DELETE FROM firewarden." + table);
        }
    }

    private ExportStore store() {
        return new ExportStore(TestDatabase.jdbc(), TestDatabase.transaction(), keys, new SecureRandom(), clock);
    }

    private AuditTrail trail() {
        return entry -> {
            if (isLedgerBroken) {
                throw new AuditUnavailableException(new IllegalStateException("full"));
            }
            events.add(entry);
        };
    }

    private BulkExportJob job() {
        return new BulkExportJob(
                FhirContext.forR4Cached(),
                caller -> mayExport,
                chart,
                store(),
                trail(),
                new ExportSettings(Duration.ofHours(1)),
                clock);
    }

    private List<String> lines(String type) throws IOException {
        ExportStore.Ready export = store().ofJob(id).orElseThrow();
        ExportFiles.File file = export.files().named(type + ".ndjson").orElseThrow();
        try (InputStream content = store().read(export, file)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static int rows(String table) {
        Integer count = TestDatabase.jdbc().queryForObject("SELECT count(*) FROM firewarden." + table, Integer.class);
        return count == null ? 0 : count;
    }

    @Test
    void anExportHoldsWhatWasReadAndTheLedgerKnowsIt() throws Exception {
        job().run(new Attempt(id));

        assertThat(lines("Patient")).hasSize(3).first().asString().contains("\"id\":\"ann\"");
        assertThat(lines("Observation")).hasSize(3);
        assertThat(lines("Practitioner")).hasSize(1);
        assertThat(events.stream().flatMap(event -> event.patientIds().stream()))
                .containsExactly("ann", "bob", "cid");
        assertThat(events).last().extracting(AuditEntry::interaction).isEqualTo("export-completion");
        assertThat(rows("bulk_export_subject")).isZero();
    }

    @Test
    void whereAWorkerDiedAnotherGoesOn() throws Exception {
        chart = new Chart(IntStream.range(0, 50).mapToObj(i -> "p" + i).toArray(String[]::new));
        Attempt first = new Attempt(id);
        chart.onRead("p30", () -> first.stop(Reason.LEASE_LOST));
        assertThatThrownBy(() -> job().run(first)).isInstanceOf(JobStoppedException.class);
        assertThat(store().ofJob(id)).isEmpty();
        assertThat(chart.reads).hasSize(31);

        job().run(new Attempt(id));

        // The twenty whose events were written and who were kept are not read again.
        assertThat(chart.reads).hasSize(31 + 30);
        assertThat(lines("Patient")).hasSize(50);
    }

    @Test
    void whatAnAttemptWritesThatWasFollowedIsRefused() throws Exception {
        ExportStore.Draft old = store().begin(id, UUID.randomUUID(), Attempt.ENGINE);
        store().subjects(old, List.of("ann"));
        store().begin(id, UUID.randomUUID(), Attempt.ENGINE);

        assertThatThrownBy(() -> store().subjects(old, List.of("bob"))).isInstanceOf(JobStoppedException.class);
        assertThatThrownBy(() -> store().release(old, Attempt.ENGINE, Instant.now()))
                .isInstanceOf(JobStoppedException.class);
    }

    @Test
    void whoWithdrawsWhileItWorksIsTakenOut() throws Exception {
        chart.onRead("cid", () -> chart.hide("ann"));

        job().run(new Attempt(id));

        assertThat(lines("Patient")).hasSize(2).noneMatch(line -> line.contains("ann"));
        assertThat(lines("Observation")).hasSize(2).noneMatch(line -> line.contains("ann"));
        assertThat(events)
                .anySatisfy(event -> assertThat(event.withheldPatientIds()).containsExactly("ann"));
    }

    @Test
    void whatIsCancelledOrWithoutAuthorityLeavesNothing() {
        for (Reason reason : List.of(Reason.CANCELLED, Reason.AUTHORITY_GONE)) {
            Attempt attempt = new Attempt(id);
            chart.onRead("bob", () -> attempt.stop(reason));

            assertThatThrownBy(() -> job().run(attempt)).isInstanceOf(JobStoppedException.class);

            assertThat(rows("bulk_export")).isZero();
            assertThat(rows("bulk_export_part")).isZero();
        }
    }

    @Test
    void aPolicyThatAllowsBulkNoMoreEndsIt() {
        chart.onRead("cid", () -> mayExport = false);

        assertThatThrownBy(() -> job().run(new Attempt(id)))
                .isInstanceOfSatisfying(
                        JobFailedException.class,
                        failed -> assertThat(failed.problems().get(0).code()).isEqualTo("bulk-closed"));

        assertThat(rows("bulk_export")).isZero();
    }

    @Test
    void nothingIsKeptOfWhomTheLedgerDoesNotKnow() {
        isLedgerBroken = true;

        assertThatThrownBy(() -> job().run(new Attempt(id))).isInstanceOf(AuditUnavailableException.class);

        assertThat(rows("bulk_export_part")).isZero();
    }

    @Test
    void onlyTheOwnerFindsItAndOnlyInItsTime() throws Exception {
        job().run(new Attempt(id));
        UUID export = store().ofJob(id).orElseThrow().id();
        Caller engine = Attempt.ENGINE;
        assertThat(store().find(export, engine)).isPresent();
        for (Caller other : List.of(
                as("other", engine.clientId(), null),
                as(engine.subject(), "other", null),
                as("engine", "backend", "t"))) {
            assertThat(store().find(export, other)).isEmpty();
        }

        clock = Clock.fixed(Instant.now().plus(Duration.ofHours(2)), ZoneOffset.UTC);
        assertThat(store().find(export, engine)).isEmpty();
        try (ExportExpiry expiry = new ExportExpiry(store(), trail(), clock)) {
            expiry.destroyExpired();
        }
        assertThat(rows("bulk_export_part")).isZero();
        assertThat(events).last().extracting(AuditEntry::interaction).isEqualTo("key-destruction");
    }

    private static Caller as(String subject, String client, @Nullable String tenant) {
        Caller engine = Attempt.ENGINE;
        return new Caller(
                subject, client, engine.roles(), engine.scopes(), engine.purpose(), null, null, null, null, tenant);
    }

    @Test
    void aPartThatWasChangedOrTakenAwayIsNoticed() throws Exception {
        job().run(new Attempt(id));
        TestDatabase.jdbc().update("DELETE FROM firewarden.bulk_export_part WHERE type = 'Patient' AND ordinal = 1");
        TestDatabase.jdbc()
                .update(
                        "UPDATE firewarden.bulk_export_part SET ordinal = 9 WHERE type = 'Observation' AND ordinal = 1");

        assertThatThrownBy(() -> lines("Patient")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> lines("Observation")).isInstanceOf(IOException.class);
    }
}
