package org.firewarden.ledger.accounting;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.event.OpenedEvent;
import org.firewarden.ledger.search.AuditEventTable;
import org.firewarden.ledger.search.AuditSearch;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes the accounting of a patient's disclosures from the events of the ledger. */
public final class AccountingService {

    /** Research with the data of so many people is told in the summary form. */
    private static final int LARGE_RESEARCH = 50;

    private static final int PAGE = 500;
    private static final Set<String> RECORDED = Set.of(AuditKind.DISCLOSURE.code());

    private final AuditEventTable events;
    private final Suspensions suspensions;
    private final Clock clock;

    AccountingService(AuditEventTable events, Suspensions suspensions, Clock clock) {
        this.events = events;
        this.suspensions = suspensions;
        this.clock = clock;
    }

    /** Reads these events, and keeps suspensions in this database. */
    public static AccountingService on(AuditEventTable events, JdbcTemplate jdbc, BlindIndex index, Clock clock) {
        return new AccountingService(events, new JdbcSuspensions(jdbc, index), clock);
    }

    Instant now() {
        return clock.instant();
    }

    /** Suspends the accounting of disclosures on this basis. */
    Suspension suspend(String patientId, DisclosureBasis basis, boolean isWritten, Instant until) {
        Suspension suspension = new Suspension(UUID.randomUUID(), patientId, basis, isWritten, now(), until);
        suspensions.add(suspension);
        return suspension;
    }

    /**
     * The accounting.
     *
     * @param isForOfficer whether suspended disclosures are told, with their suspension
     */
    Accounting account(String patientId, AccountingPeriod period, boolean isForOfficer) {
        Collecting collecting = new Collecting(patientId, period, isForOfficer);
        AuditSearch ofPatient = AuditSearch.all().patient(Set.of(patientId)).from(period.from());
        events.forEach(
                ofPatient
                        .before(period.before())
                        .exceptPurpose(DisclosureRules.EXCLUDED_PURPOSES)
                        .exceptInteraction(RECORDED),
                collecting::add);
        // Recorded after it took place, perhaps after the period.
        events.forEach(ofPatient.interaction(RECORDED), collecting::add);
        return collecting.accounting();
    }

    private boolean isLarge(String project, AccountingPeriod period) {
        AuditSearch search = AuditSearch.all()
                .agent(Set.of(project))
                .purpose(Set.of(PurposeOfUse.HRESCH.code()))
                .from(period.from())
                .before(period.before());
        Set<String> people = new HashSet<>();
        UUID after = null;
        List<OpenedEvent> page;
        do {
            page = events.page(search, after, PAGE);
            for (OpenedEvent event : page) {
                event.entry().patientIds().stream()
                        .filter(id -> DisclosureRules.basisOf(event.entry(), id)
                                .equals(Optional.of(DisclosureBasis.RESEARCH)))
                        .forEach(people::add);
            }
            after = page.isEmpty() ? null : page.get(page.size() - 1).id();
        } while (page.size() == PAGE && people.size() < LARGE_RESEARCH);
        return people.size() >= LARGE_RESEARCH;
    }

    /** One accounting while it is made. */
    private final class Collecting {

        private final String patientId;
        private final AccountingPeriod period;
        private final boolean isForOfficer;
        private final List<Suspension> suspended;
        private final List<Disclosure> disclosures = new ArrayList<>();
        private final Map<String, List<Disclosure>> research = new TreeMap<>();
        private int erased;

        Collecting(String patientId, AccountingPeriod period, boolean isForOfficer) {
            this.patientId = patientId;
            this.period = period;
            this.isForOfficer = isForOfficer;
            this.suspended = suspensions.of(patientId);
        }

        void add(OpenedEvent event) {
            AuditEntry entry = event.entry();
            if (event.erasedParts() > 0) {
                erased++;
            }
            DisclosureBasis basis = DisclosureRules.basisOf(entry, patientId).orElse(DisclosureBasis.OPERATIONS);
            if (!basis.isAccounted()) {
                return;
            }
            Disclosure disclosure =
                    entry.is(AuditKind.DISCLOSURE) ? recorded(event, basis) : ofCall(event, basis, entry);
            boolean isTold = disclosure.suspendedUntil() == null || isForOfficer;
            if (!period.covers(disclosure.date()) || !isTold) {
                return;
            }
            if (basis == DisclosureBasis.RESEARCH && entry.clientId() != null && !entry.is(AuditKind.DISCLOSURE)) {
                research.computeIfAbsent(entry.clientId(), key -> new ArrayList<>())
                        .add(disclosure);
            } else {
                disclosures.add(disclosure);
            }
        }

        Accounting accounting() {
            List<ResearchSummary> summaries = new ArrayList<>();
            research.forEach((project, all) -> {
                if (isLarge(project, period)) {
                    summaries.add(summary(project, all));
                } else {
                    disclosures.addAll(all);
                }
            });
            disclosures.sort(Comparator.comparing(Disclosure::date).reversed());
            return new Accounting(period.from(), period.before(), disclosures, summaries, erased);
        }

        private ResearchSummary summary(String project, List<Disclosure> all) {
            Set<String> kinds = new TreeSet<>(all.stream().map(Disclosure::what).toList());
            List<Instant> dates = all.stream().map(Disclosure::date).sorted().toList();
            return new ResearchSummary(project, String.join("; ", kinds), dates.get(0), dates.get(dates.size() - 1));
        }

        private Disclosure ofCall(OpenedEvent event, DisclosureBasis basis, AuditEntry entry) {
            String recipient = entry.fhirUser() != null ? entry.fhirUser() : entry.subject();
            String client = entry.clientId() == null ? "" : " with " + entry.clientId();
            return new Disclosure(
                    entry.recorded(),
                    (recipient == null ? "unknown" : recipient) + client,
                    null,
                    kinds(entry),
                    basis,
                    basis.display(),
                    event.id().toString(),
                    suspendedUntil(basis));
        }

        private Disclosure recorded(OpenedEvent event, DisclosureBasis basis) {
            Map<String, String> told = new HashMap<>();
            event.entry().context().sealedDetails().forEach((name, value) -> told.put(name, reveal(value)));
            return new Disclosure(
                    date(event.entry()),
                    told.getOrDefault("recipient", "unknown"),
                    told.get("address"),
                    told.getOrDefault("what", "unknown"),
                    basis,
                    told.getOrDefault("purpose", basis.display()),
                    event.id().toString(),
                    suspendedUntil(basis));
        }

        private @Nullable Instant suspendedUntil(DisclosureBasis basis) {
            Instant now = now();
            return suspended.stream()
                    .filter(suspension -> suspension.holds(basis, now))
                    .map(Suspension::until)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    private static String reveal(Phi<String> value) {
        return Objects.requireNonNull(value.reveal());
    }

    private static Instant date(AuditEntry entry) {
        try {
            return Instant.parse(entry.details().getOrDefault("date", ""));
        } catch (DateTimeParseException e) {
            // Recorded without a date of its own, so it took place when it was recorded.
            return entry.recorded();
        }
    }

    /** The types of the resources that were shown, which say what was disclosed and nothing of what it says. */
    private static String kinds(AuditEntry entry) {
        Set<String> types = new TreeSet<>();
        for (String entity : entry.entities()) {
            int slash = entity.indexOf('/');
            types.add(slash < 0 ? entity : entity.substring(0, slash));
        }
        return types.isEmpty() ? entry.interaction() : String.join(", ", types);
    }
}
