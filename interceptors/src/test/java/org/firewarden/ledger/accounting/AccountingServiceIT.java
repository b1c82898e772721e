package org.firewarden.ledger.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditContext;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.control.Control;
import org.firewarden.ledger.LedgerFixture;
import org.firewarden.ledger.PostgresLedger;
import org.firewarden.phi.Phi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The accounting from events that lie sealed in PostgreSQL. */
@Control("164.528")
class AccountingServiceIT {

    /** As fine as the database keeps a time: it rounds what is finer, up too. */
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    private final AccountingPeriod year = new AccountingPeriod(now.minus(Duration.ofDays(365)), now.plusSeconds(60));

    private final LedgerFixture ledger = new LedgerFixture();
    private final PostgresLedger trail = ledger.ledger();
    private final AccountingService service =
            AccountingService.on(ledger.table, ledger.jdbc, ledger.index, Clock.fixed(now, ZoneOffset.UTC));

    @AfterEach
    void close() {
        trail.close();
    }

    private AuditEntry read(String patient, String purpose, String role, String client) {
        return entry("read", patient, purpose, role, client, Map.of(), Map.of());
    }

    private AuditEntry recorded(String patient, String basis, Instant date) {
        return entry(
                "disclosure",
                patient,
                "HOPERAT",
                "privacy-officer",
                "console",
                Map.of("basis", basis, "date", date.toString(), "recipient", basis),
                Map.of(
                        "recipient", Phi.of("Sheriff"),
                        "what", Phi.of("Admission dates"),
                        "purpose", Phi.of("Search warrant")));
    }

    private AuditEntry entry(
            String interaction,
            String patient,
            String purpose,
            String role,
            String client,
            Map<String, String> details,
            Map<String, Phi<String>> sealed) {
        return new AuditEntry(
                "r-" + patient + "-" + interaction,
                now,
                AuditAction.READ,
                interaction,
                AuditOutcome.SUCCESS,
                200,
                "somebody",
                client,
                "Practitioner/somebody",
                purpose,
                "127.0.0.1",
                Set.of(patient),
                Set.of(),
                interaction.equals("read") ? List.of("Observation/" + patient, "Condition/" + patient) : List.of(),
                null,
                null,
                details,
                new AuditContext(null, null, null, Set.of(role), sealed, 1, 1));
    }

    @Test
    void onlyWhatIsNotExcludedIsTold() {
        trail.append(read("acc-a", "TREAT", "clinician", "ehr"));
        trail.append(read("acc-a", "HPAYMT", "billing", "ehr"));
        trail.append(read("acc-a", "PATRQT", "patient", "portal"));
        trail.append(read("acc-a", "HRESCH", "researcher", "acc-study"));
        trail.append(read("acc-b", "HRESCH", "researcher", "acc-study"));
        trail.append(recorded("acc-a", "public-health", now.minus(Duration.ofDays(3))));
        trail.append(recorded("acc-a", "national-security", now));

        Accounting accounting = service.account("acc-a", year, false);

        assertThat(accounting.disclosures())
                .extracting(Disclosure::basis)
                .containsExactly(DisclosureBasis.RESEARCH, DisclosureBasis.PUBLIC_HEALTH);
        assertThat(accounting.disclosures().get(0).what()).isEqualTo("Condition, Observation");
        Disclosure told = accounting.disclosures().get(1);
        assertThat(told.recipient()).isEqualTo("Sheriff");
        assertThat(told.what()).isEqualTo("Admission dates");
        assertThat(told.purpose()).isEqualTo("Search warrant");
        assertThat(accounting.research()).isEmpty();
        assertThat(accounting.erased()).isZero();
    }

    @Test
    void thePeriodIsThatOfTheDisclosureAndNotOfItsRecord() {
        trail.append(recorded("acc-old", "judicial", now.minus(Duration.ofDays(400))));

        assertThat(service.account("acc-old", year, true).disclosures()).isEmpty();
        assertThat(service.account("acc-old", new AccountingPeriod(now.minus(Duration.ofDays(500)), now), true)
                        .disclosures())
                .hasSize(1);
    }

    @Test
    void whatIsSuspendedIsToldToTheOfficerOnly() {
        trail.append(recorded("acc-s", "law-enforcement", now.minusSeconds(5)));
        trail.append(recorded("acc-s", "public-health", now.minusSeconds(5)));
        assertThat(service.account("acc-s", year, false).disclosures()).hasSize(2);

        Instant until = now.plus(Duration.ofDays(20));
        service.suspend("acc-s", DisclosureBasis.LAW_ENFORCEMENT, false, until);

        assertThat(service.account("acc-s", year, false).disclosures())
                .extracting(Disclosure::basis)
                .containsExactly(DisclosureBasis.PUBLIC_HEALTH);
        assertThat(service.account("acc-s", year, true).disclosures())
                .filteredOn(disclosure -> disclosure.basis() == DisclosureBasis.LAW_ENFORCEMENT)
                .singleElement()
                .satisfies(disclosure ->
                        assertThat(disclosure.suspendedUntil()).isCloseTo(until, within(1, ChronoUnit.MILLIS)));
        AccountingService later =
                AccountingService.on(ledger.table, ledger.jdbc, ledger.index, Clock.fixed(until, ZoneOffset.UTC));
        assertThat(later.account("acc-s", year, false).disclosures()).hasSize(2);
    }

    @Test
    void researchWithFiftyPeopleIsToldInTheSummaryForm() {
        List<AuditEntry> others = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            others.add(read("acc-large-" + i, "HRESCH", "researcher", "acc-large"));
        }
        trail.appendAll(others);
        trail.append(read("acc-large", "HRESCH", "researcher", "acc-large"));
        trail.append(read("acc-large", "HRESCH", "researcher", "acc-large"));
        assertThat(service.account("acc-large", year, false).disclosures()).hasSize(2);

        trail.append(read("acc-large-fiftieth", "HRESCH", "researcher", "acc-large"));
        Accounting accounting = service.account("acc-large", year, false);

        assertThat(accounting.disclosures()).isEmpty();
        assertThat(accounting.research()).singleElement().satisfies(summary -> {
            assertThat(summary.project()).isEqualTo("acc-large");
            assertThat(summary.what()).isEqualTo("Condition, Observation");
        });
    }
}
