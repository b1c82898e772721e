package org.firewarden.ledger.incident;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.ledger.event.OpenedEvent;
import org.firewarden.ledger.search.AuditEventTable;
import org.firewarden.ledger.search.AuditSearch;
import org.hl7.fhir.r4.model.Task;

/**
 * Finds the patients whose data somebody was shown or changed, and opens the assessment of a breach. A refused request showed
 * nobody, and a patient who was withheld from an answer was not seen.
 */
public final class AffectedPatients {

    private final AuditEventTable events;
    private final IncidentRecord record;
    private final Clock clock;

    /** Reads these events. */
    public AffectedPatients(AuditEventTable events, IncidentRecord record, Clock clock) {
        this.events = events;
        this.record = record;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    Affected find(AffectedRequest request) {
        Map<String, Affected.OfPatient> found = new HashMap<>();
        int[] erased = new int[1];
        AuditSearch search = AuditSearch.all()
                .agent(Set.of(request.actor()))
                .outcome(Set.of(AuditOutcome.SUCCESS.code()))
                .from(request.start())
                .before(request.end());
        events.forEach(search, event -> {
            if (event.erasedParts() > 0) {
                erased[0]++;
            }
            add(found, event);
        });
        return new Affected(List.copyOf(found.values()), erased[0]);
    }

    /** Opens the Tasks of an assessment and answers them. */
    List<Task> assess(AffectedRequest request, Affected affected, AuditDraft draft) {
        List<Task> tasks = BreachTasks.of(request, affected.patients().size(), draft.correlationId(), now());
        record.open(tasks, draft);
        return tasks;
    }

    private static void add(Map<String, Affected.OfPatient> found, OpenedEvent event) {
        AuditEntry entry = event.entry();
        for (String id : entry.patientIds()) {
            found.merge(id, new Affected.OfPatient(id, 1, entry.recorded(), entry.recorded()), Affected.OfPatient::and);
        }
    }
}
