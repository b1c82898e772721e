package org.firewarden.ledger.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.control.Control;
import org.firewarden.ledger.LedgerFixture;
import org.firewarden.ledger.PostgresLedger;
import org.firewarden.ledger.TestDatabase;
import org.firewarden.ledger.alert.AlertSettings.Threshold;
import org.firewarden.ledger.event.OpenedEvent;
import org.firewarden.ledger.search.AuditSearch;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Patterns are counted from the ledger itself, whichever node wrote it and whichever node counts. */
class AlertWatchIT {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final LedgerFixture fixture = new LedgerFixture();
    private final PostgresLedger ledger = fixture.ledger();
    private final List<AlertWatch> watches = new ArrayList<>();
    private final Instant start = Instant.now();
    private final String own = UUID.randomUUID().toString();
    private final String alice = "Practitioner/alice-" + own;

    @BeforeEach
    void beginHere() {
        fixture.jdbc.update("INSERT INTO firewarden.ledger_follower (name, next)"
                + " VALUES ('alerts', (SELECT coalesce(max(size), 0) FROM firewarden.ledger_head))"
                + " ON CONFLICT (name) DO UPDATE SET next = excluded.next, node = NULL");
    }

    @AfterEach
    void close() {
        watches.forEach(AlertWatch::close);
        ledger.close();
    }

    private AlertSettings settings(boolean isNight) {
        LocalTime now = LocalTime.ofInstant(start, ZoneOffset.UTC);
        return new AlertSettings(
                Duration.ofSeconds(1),
                new Threshold(3, TEN_MINUTES),
                new Threshold(2, TEN_MINUTES),
                new Threshold(1, TEN_MINUTES),
                new Threshold(3, TEN_MINUTES),
                Set.of("CEL"),
                isNight ? now.minusHours(2) : now.plusHours(2),
                isNight ? now.plusHours(2) : now.plusHours(4),
                ZoneOffset.UTC,
                Set.of("night-app"));
    }

    private AlertWatch watch(boolean isNight) {
        AlertWatch watch = new AlertWatch(
                settings(isNight),
                fixture.jdbc,
                TestDatabase.transaction(),
                fixture.index,
                fixture.opener,
                ledger,
                Clock.systemUTC());
        watches.add(watch);
        return watch;
    }

    private AuditEntry event(@Nullable String user, String client, int status, String... patients) {
        return new AuditEntry(
                "request-" + own,
                start,
                AuditAction.READ,
                "read",
                AuditOutcome.ofHttpStatus(status),
                status,
                user == null ? null : "subject of " + user,
                client,
                user,
                "TREAT",
                "192.0.2.1",
                status < 400 ? Set.of(patients) : Set.of(),
                status < 400 ? Set.of() : Set.of(patients),
                List.of(),
                status == 403 ? "scope" : null,
                null,
                Map.of());
    }

    private AuditEntry later(AuditEntry entry, Duration by) {
        return new AuditEntry(
                entry.correlationId(),
                entry.recorded().plus(by),
                entry.action(),
                entry.interaction(),
                entry.outcome(),
                entry.httpStatus(),
                entry.subject(),
                entry.clientId(),
                entry.fhirUser(),
                entry.purpose(),
                entry.networkAddress(),
                entry.patientIds(),
                entry.withheldPatientIds(),
                entry.entities(),
                entry.denialReason(),
                entry.decidedBy(),
                entry.details());
    }

    private void append(AuditEntry entry, int times) {
        for (int i = 0; i < times; i++) {
            ledger.append(entry);
        }
    }

    private List<Map<String, String>> alerts(String agent) {
        return fixture
                .table
                .page(AuditSearch.all().agent(Set.of(agent)).interaction(Set.of("alert")), null, 50)
                .stream()
                .map(OpenedEvent::entry)
                .map(AuditEntry::details)
                .toList();
    }

    private AlertFactInterceptor facts() {
        return new AlertFactInterceptor(new AlertFacts(fixture.jdbc), settings(false), fixture.index);
    }

    private static Address address(String line, String postalCode) {
        return new Address().addLine(line).setPostalCode(postalCode);
    }

    @Test
    @Control("164.308(a)(1)(ii)(D)")
    void refusalsAreCountedForEachActorAndOverRestarts() {
        append(event(alice, "app", 403, "p1"), 2);
        append(event("Practitioner/bob-" + own, "app", 403, "p1"), 2);
        watch(false).look();
        assertThat(alerts(alice)).isEmpty();
        watches.remove(0).close();

        append(event(alice, "app", 403, "p2"), 1);
        AlertWatch other = watch(false);
        long before = other.raised(AlertPattern.REFUSALS);
        other.look();

        assertThat(alerts(alice))
                .singleElement()
                .satisfies(details -> assertThat(details)
                        .containsEntry(AuditDetail.ALERT, "refusals")
                        .containsEntry(AuditDetail.ALERT_COUNT, "3")
                        .containsEntry(AuditDetail.ALERT_THRESHOLD, "3")
                        .containsEntry(AuditDetail.ALERT_WINDOW, "PT10M")
                        .containsEntry(AuditDetail.ALERT_REQUEST, "request-" + own));
        assertThat(alerts("Practitioner/bob-" + own)).isEmpty();
        assertThat(other.raised(AlertPattern.REFUSALS)).isGreaterThan(before);
        assertThat(other.hits(AlertPattern.REFUSALS)).isGreaterThanOrEqualTo(5);
    }

    @Test
    void thereIsOneAlertInAWindowAndAnotherInTheNext() {
        AlertWatch watch = watch(false);
        append(event(alice, "app", 403), 10);
        watch.look();
        append(event(alice, "app", 401), 10);
        watch.look();
        assertThat(alerts(alice)).hasSize(1);

        append(later(event(alice, "app", 403), TEN_MINUTES.plusMinutes(1)), 2);
        watch.look();
        assertThat(alerts(alice)).as("not enough in this window").hasSize(1);
        append(later(event(alice, "app", 403), TEN_MINUTES.plusMinutes(2)), 1);
        watch.look();
        assertThat(alerts(alice)).hasSize(2);
    }

    @Test
    void whatWasNotRefusedIsNoRefusal() {
        append(event(alice, "app", 200, "p1"), 5);
        append(event(alice, "app", 404), 5);
        append(event(alice, "app", 400), 5);
        watch(false).look();

        assertThat(alerts(alice)).isEmpty();
    }

    @Test
    void whoOpensTheRecordOfSomebodyWatchedIsSeen() {
        Patient known = new Patient();
        known.setId("vip-" + own);
        known.getMeta().addSecurity("http://terminology.hl7.org/CodeSystem/v3-ActCode", "CEL", null);
        facts().created(known);
        append(event(alice, "app", 200, "vip-" + own), 1);
        append(event(alice, "app", 404, "vip-" + own), 1);
        append(event("Patient/vip-" + own, "app", 200, "vip-" + own), 3);
        AlertWatch watch = watch(false);
        watch.look();
        assertThat(alerts(alice)).as("shown once, withheld once").isEmpty();

        append(event(alice, "app", 200, "vip-" + own), 1);
        watch.look();
        assertThat(alerts(alice))
                .extracting(details -> details.get(AuditDetail.ALERT))
                .containsExactly("vip-record");
        assertThat(alerts("Patient/vip-" + own)).as("the own record").isEmpty();

        facts().deleted(known);
        append(later(event(alice, "app", 200, "vip-" + own), TEN_MINUTES.plusMinutes(1)), 5);
        watch.look();
        assertThat(alerts(alice)).as("watched no more").hasSize(1);
    }

    @Test
    void whoOpensTheRecordOfTheOwnHouseholdIsSeen() {
        Patient neighbour = new Patient();
        neighbour.setId("neighbour-" + own);
        neighbour.addAddress(address("12 Main Street " + own, "12345"));
        Patient child = new Patient();
        child.setId("child-" + own);
        child.addAddress(address("12 main street, Apt. 4 " + own, "12345"));
        Practitioner parent = new Practitioner();
        parent.setId("alice-" + own);
        parent.addAddress(address("12 Main Street Apt 4 " + own, "12345"));
        facts().created(neighbour);
        facts().created(child);
        facts().updated(null, parent);
        AlertWatch watch = watch(false);

        append(event(alice, "app", 200, "neighbour-" + own), 3);
        watch.look();
        assertThat(alerts(alice)).isEmpty();

        append(event(alice, "app", 200, "child-" + own), 1);
        watch.look();
        assertThat(alerts(alice))
                .extracting(details -> details.get(AuditDetail.ALERT))
                .containsExactly("own-household");
        assertThat(fixture.jdbc.queryForList("SELECT value::text FROM firewarden.alert_fact", String.class))
                .noneMatch(value -> value.contains("Main"));
    }

    @Test
    void differentPatientsAtNightAreCounted() {
        AlertWatch watch = watch(true);
        append(event(alice, "app", 200, "n1-" + own), 5);
        append(event(alice, "app", 200, "n2-" + own), 1);
        append(event("Practitioner/bob-" + own, "night-app", 200, "n1", "n2", "n3", "n4"), 1);
        watch.look();
        assertThat(alerts(alice)).as("two patients").isEmpty();
        assertThat(alerts("Practitioner/bob-" + own)).isEmpty();

        append(event(alice, "app", 200, "n3-" + own), 1);
        watch.look();
        assertThat(alerts(alice))
                .extracting(details -> details.get(AuditDetail.ALERT))
                .containsExactly("night-reads");
    }

    @Test
    void byDayNobodyIsCountedForTheNight() {
        append(event(alice, "app", 200, "d1", "d2", "d3", "d4"), 1);
        watch(false).look();

        assertThat(alerts(alice)).isEmpty();
    }

    @Test
    void anAlertAboutAPatientNamesNobodyInTheClear() {
        append(event("Patient/canary-" + own, "app", 403), 3);
        watch(false).look();

        assertThat(alerts("Patient/canary-" + own)).hasSize(1);
        assertThat(fixture.jdbc.queryForObject(
                        "SELECT count(*) FROM firewarden.ledger_event WHERE content LIKE ?",
                        Long.class,
                        "%canary-" + own + "%"))
                .isZero();
    }
}
