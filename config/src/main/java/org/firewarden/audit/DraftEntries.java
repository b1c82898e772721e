package org.firewarden.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Divides what is known of a request into its events: one for each entry of a batch or transaction, within it one for each patient
 * whose data was shown or changed (IHE BALP 1.1, Query with Patient), one for all patients whose data was withheld only, and
 * one for each Consent that closed a patient (IHE BALP, AuthZconsent), unless a query met more than 20 of those.
 */
final class DraftEntries {

    private static final int CONSENT_DECISIONS = 20;
    private static final String CONSENT = "Consent/";

    private final DraftPatients patients;
    private final List<AuditStep> steps;
    private final List<String> commonEntities;
    private final @Nullable String decidedBy;
    private final Map<String, String> details;

    DraftEntries(
            DraftPatients patients,
            List<AuditStep> steps,
            List<String> commonEntities,
            @Nullable String decidedBy,
            Map<String, String> details) {
        this.patients = patients;
        this.steps = steps;
        this.commonEntities = commonEntities;
        this.decidedBy = decidedBy;
        this.details = details;
    }

    List<AuditEntry> of(AuditEntry basis) {
        List<AuditEntry> entries = new ArrayList<>();
        Set<String> open = new LinkedHashSet<>();
        Set<String> withheld = new LinkedHashSet<>();
        patients.all().forEach((id, patient) -> (patient.isShown ? open : withheld).add(id));
        if (!steps.isEmpty()) {
            entries.add(entry(basis, Set.of(), Set.of(), commonEntities, null, details));
            steps.forEach(step -> addStep(entries, basis, step, open));
        }
        for (String id : open) {
            entries.add(ofPatient(basis, id, commonEntities));
        }
        if (!withheld.isEmpty()) {
            entries.add(entry(failed(basis), Set.of(), withheld, commonEntities, decidedBy, details));
        }
        if (entries.isEmpty()) {
            entries.add(entry(basis, Set.of(), Set.of(), commonEntities, decidedBy, details));
        }
        addConsentDecisions(entries, basis);
        return entries;
    }

    static AuditEntry of(AuditDraft.Further further, AuditEntry basis) {
        AuditEntry entry =
                as(basis, further.kind().action(), further.kind().code(), basis.outcome(), basis.httpStatus());
        return entry(entry, further.patients(), Set.of(), further.entities(), null, further.details());
    }

    AuditEntry asOne(AuditEntry basis) {
        Set<String> shown = new LinkedHashSet<>();
        Set<String> withheld = new LinkedHashSet<>();
        Set<String> entities = new LinkedHashSet<>(commonEntities);
        patients.all().forEach((id, patient) -> {
            if (patient.isShown) {
                shown.add(id);
            }
            if (patient.isWithheld) {
                withheld.add(id);
            }
            entities.addAll(patient.entities);
        });
        return entry(basis, shown, withheld, List.copyOf(entities), decidedBy, details);
    }

    /** Takes the patients of the entry out of those who remain. */
    private void addStep(List<AuditEntry> entries, AuditEntry basis, AuditStep step, Set<String> remaining) {
        AuditEntry ofStep = as(
                basis,
                step.action(),
                step.interaction(),
                AuditOutcome.ofHttpStatus(step.httpStatus()),
                step.httpStatus());
        Set<String> concerned = patients.of(step.entities());
        if (concerned.isEmpty()) {
            entries.add(entry(ofStep, Set.of(), Set.of(), step.entities(), null, details));
        }
        for (String id : concerned) {
            List<String> own = step.entities().stream()
                    .filter(reference -> reference.equals(step.entities().get(0))
                            || patients.of(List.of(reference)).contains(id))
                    .toList();
            DraftPatients.OfPatient patient = patients.get(id);
            entries.add(entry(ofStep, Set.of(id), Set.of(), own, patient.openedBy, detailsOf(patient)));
            remaining.remove(id);
        }
    }

    private AuditEntry ofPatient(AuditEntry basis, String id, List<String> common) {
        DraftPatients.OfPatient patient = patients.get(id);
        Set<String> entities = new LinkedHashSet<>(common);
        entities.addAll(patient.entities);
        boolean isOnly = patients.all().size() == 1;
        Decision.Deny denial = patient.denial;
        boolean isOfRequest = isOnly || basis.outcome() != AuditOutcome.SUCCESS;
        String reason = denial != null ? denial.reason().code() : isOfRequest ? basis.denialReason() : null;
        AuditEntry own = withReason(basis, reason);
        String decided = denial == null ? patient.openedBy : denial.decidedBy();
        return entry(
                own,
                Set.of(id),
                patient.isWithheld ? Set.of(id) : Set.of(),
                List.copyOf(entities),
                isOnly && decided == null ? decidedBy : decided,
                detailsOf(patient));
    }

    private Map<String, String> detailsOf(DraftPatients.OfPatient patient) {
        if (!patient.isMasked && patient.grants.isEmpty()) {
            return details;
        }
        Map<String, String> own = new LinkedHashMap<>(details);
        if (patient.isMasked) {
            own.put("masked", "true");
        }
        if (!patient.grants.isEmpty()) {
            own.put(AuditDraft.BREAK_GLASS, String.join(" ", patient.grants));
        }
        return own;
    }

    private void addConsentDecisions(List<AuditEntry> entries, AuditEntry basis) {
        Map<String, Decision.Deny> byConsent = new LinkedHashMap<>();
        patients.all().forEach((id, patient) -> {
            Decision.Deny denial = patient.denial;
            if (denial != null
                    && denial.decidedBy() != null
                    && denial.decidedBy().startsWith(CONSENT)) {
                byConsent.put(id, denial);
            }
        });
        if (byConsent.size() > CONSENT_DECISIONS) {
            return;
        }
        AuditKind kind = AuditKind.CONSENT_DECISION;
        AuditEntry refused = as(basis, kind.action(), kind.code(), AuditOutcome.MINOR_FAILURE, basis.httpStatus());
        byConsent.forEach((id, denial) ->
                entries.add(entry(refused, Set.of(), Set.of(id), List.of(), denial.decidedBy(), Map.of())
                        .withDetail("interaction", basis.interaction())));
    }

    /** Whose data was withheld was refused, whatever became of the rest of the request. */
    private static AuditEntry failed(AuditEntry basis) {
        return basis.outcome() == AuditOutcome.SUCCESS
                ? as(basis, basis.action(), basis.interaction(), AuditOutcome.MINOR_FAILURE, basis.httpStatus())
                : basis;
    }

    private static AuditEntry as(
            AuditEntry basis, AuditAction action, String interaction, AuditOutcome outcome, int httpStatus) {
        return new AuditEntry(
                basis.correlationId(),
                basis.recorded(),
                action,
                interaction,
                outcome,
                httpStatus,
                basis.subject(),
                basis.clientId(),
                basis.fhirUser(),
                basis.purpose(),
                basis.networkAddress(),
                basis.patientIds(),
                basis.withheldPatientIds(),
                basis.entities(),
                outcome == AuditOutcome.SUCCESS ? null : basis.denialReason(),
                basis.decidedBy(),
                basis.details(),
                basis.context());
    }

    private static AuditEntry withReason(AuditEntry basis, @Nullable String reason) {
        return copy(
                basis,
                basis.patientIds(),
                basis.withheldPatientIds(),
                basis.entities(),
                reason,
                basis.decidedBy(),
                basis.details(),
                basis.context());
    }

    static AuditEntry with(AuditEntry entry, AuditContext context) {
        return copy(
                entry,
                entry.patientIds(),
                entry.withheldPatientIds(),
                entry.entities(),
                entry.denialReason(),
                entry.decidedBy(),
                entry.details(),
                context);
    }

    private static AuditEntry entry(
            AuditEntry basis,
            Set<String> shown,
            Set<String> withheld,
            List<String> entities,
            @Nullable String decidedBy,
            Map<String, String> details) {
        return copy(basis, shown, withheld, entities, basis.denialReason(), decidedBy, details, basis.context());
    }

    private static AuditEntry copy(
            AuditEntry basis,
            Set<String> shown,
            Set<String> withheld,
            List<String> entities,
            @Nullable String denialReason,
            @Nullable String decidedBy,
            Map<String, String> details,
            AuditContext context) {
        return new AuditEntry(
                basis.correlationId(),
                basis.recorded(),
                basis.action(),
                basis.interaction(),
                basis.outcome(),
                basis.httpStatus(),
                basis.subject(),
                basis.clientId(),
                basis.fhirUser(),
                basis.purpose(),
                basis.networkAddress(),
                shown,
                withheld,
                entities,
                denialReason,
                decidedBy,
                details,
                context);
    }
}
