package org.firewarden.ledger.fhir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditContext;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.ledger.event.OpenedEvent;
import org.firewarden.ledger.search.AuditSearch;
import org.firewarden.problem.Problem;

/** Who looks at the trail: an auditor at all of it, a patient at what concerns the own record. */
sealed interface AuditViewer {

    /** Auditors and privacy officers whose token lets them read beyond one patient. */
    record Auditor() implements AuditViewer {

        @Override
        public AuditSearch limit(AuditSearch search) {
            return search;
        }

        @Override
        public List<Problem> unanswerable(Map<String, List<String>> parameters) {
            return List.of();
        }

        @Override
        public Optional<OpenedEvent> shown(OpenedEvent event) {
            return Optional.of(event);
        }
    }

    /**
     * A patient, or who acts for one, in the context of that record.
     *
     * @param patientId whose
     */
    record OwnRecord(String patientId) implements AuditViewer {

        /** Told by the accounting of disclosures, which law enforcement may have suspended (45 CFR 164.528(a)(2)). */
        private static final Set<String> NOT_OF_THE_TRAIL = Set.of(AuditKind.DISCLOSURE.code());

        /**
         * What the own view of an event shows. A search by anything else would tell, by what it finds, what the view leaves out:
         * who else was in the same answer, and where somebody sat.
         */
        private static final Set<String> ANSWERED =
                Set.of("date", "type", "subtype", "outcome", "purpose", "source", "model-version");

        @Override
        public List<Problem> unanswerable(Map<String, List<String>> parameters) {
            List<Problem> problems = new ArrayList<>();
            parameters.forEach((name, values) -> {
                boolean isOwn = name.equals("patient")
                        && values.stream().allMatch(Set.of(patientId, "Patient/" + patientId)::contains);
                if (!name.startsWith("_") && !isOwn && !ANSWERED.contains(name)) {
                    problems.add(Problem.invalid(
                            "parameter-for-auditors",
                            "The trail of one's own record is searched by date, type, subtype, outcome, purpose, source and"
                                    + " model-version; a parameter here is for auditors."));
                }
            });
            return problems;
        }

        @Override
        public AuditSearch limit(AuditSearch search) {
            return search.patient(Set.of(patientId)).exceptInteraction(NOT_OF_THE_TRAIL);
        }

        @Override
        public Optional<OpenedEvent> shown(OpenedEvent event) {
            AuditEntry entry = event.entry();
            boolean isShown = entry.patientIds().contains(patientId);
            boolean isWithheld = entry.withheldPatientIds().contains(patientId);
            if ((!isShown && !isWithheld) || NOT_OF_THE_TRAIL.contains(entry.interaction())) {
                return Optional.empty();
            }
            return Optional.of(new OpenedEvent(event.id(), own(entry, isShown, isWithheld), event.erasedParts()));
        }

        /** Without other patients, without what was asked, which may name them, and without where somebody sat. */
        private AuditEntry own(AuditEntry entry, boolean isShown, boolean isWithheld) {
            Set<String> all = new HashSet<>(entry.patientIds());
            all.addAll(entry.withheldPatientIds());
            boolean isAlone = all.size() == 1;
            boolean isByOtherPatient = entry.fhirUser() != null
                    && entry.fhirUser().startsWith("Patient/")
                    && !entry.fhirUser().equals("Patient/" + patientId);
            AuditContext context = entry.context();
            return new AuditEntry(
                    entry.correlationId(),
                    entry.recorded(),
                    entry.action(),
                    entry.interaction(),
                    entry.outcome(),
                    entry.httpStatus(),
                    isByOtherPatient ? "another patient" : entry.subject(),
                    entry.clientId(),
                    isByOtherPatient ? null : entry.fhirUser(),
                    entry.purpose(),
                    "",
                    isShown ? Set.of(patientId) : Set.of(),
                    isWithheld ? Set.of(patientId) : Set.of(),
                    isAlone ? entry.entities() : List.of(),
                    entry.denialReason(),
                    isAlone ? entry.decidedBy() : null,
                    entry.details(),
                    new AuditContext(
                            null,
                            context.cleanedQuery(),
                            null,
                            context.roles(),
                            context.parts() == 1 && isAlone ? context.sealedDetails() : Map.of(),
                            context.part(),
                            context.parts()));
        }
    }

    /** What is wrong with asking by these parameters, seen or not: each that would tell more than {@link #shown} does. */
    List<Problem> unanswerable(Map<String, List<String>> parameters);

    /** The search, narrowed to what may be seen. */
    AuditSearch limit(AuditSearch search);

    /** The event as it may be seen, or empty if it may not. */
    Optional<OpenedEvent> shown(OpenedEvent event);

    /** Who the caller is to the trail, or empty for nobody. */
    static Optional<AuditViewer> of(Caller caller, Interaction interaction) {
        boolean isAuditor = caller.is(Role.AUDITOR) || caller.is(Role.PRIVACY_OFFICER);
        if (isAuditor && caller.scopes().allowsBeyondPatient(interaction, "AuditEvent")) {
            return Optional.of(new Auditor());
        }
        String patient = caller.patientId();
        boolean isOwn = caller.is(Role.PATIENT)
                && caller.purpose() == PurposeOfUse.PATRQT
                && patient != null
                && caller.scopes().allows(interaction, "AuditEvent");
        return isOwn && patient != null ? Optional.of(new OwnRecord(patient)) : Optional.empty();
    }
}
