package org.firewarden.ledger.accounting;

import java.util.Optional;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditOutcome;

/**
 * Which basis an event of the ledger has as a disclosure of one patient's data. A pure function. What no rule knows is {@link
 * DisclosureBasis#OTHER}, which is accounted for: too much is told rather than too little.
 */
final class DisclosureRules {

    /** The detail of a recorded disclosure that holds the code of its basis. */
    static final String BASIS = "basis";

    /** Purposes that are never accounted for; a search leaves them out. */
    static final Set<String> EXCLUDED_PURPOSES = Set.of(
            PurposeOfUse.TREAT.code(),
            PurposeOfUse.ETREAT.code(),
            PurposeOfUse.HPAYMT.code(),
            PurposeOfUse.HOPERAT.code());

    private static final Set<String> REVIEWERS = Set.of(Role.AUDITOR.code(), Role.PRIVACY_OFFICER.code());
    private static final Set<String> DEIDENTIFY = Set.of("$deidentify", "$de-identify");
    private static final Set<String> WITHOUT_PHI = Set.of("safe-harbor", "expert-determination");
    private static final String LIMITED_DATA_SET = "limited-data-set";

    private DisclosureRules() {}

    /** The basis, or empty if nothing of the patient was disclosed to anybody. */
    static Optional<DisclosureBasis> basisOf(AuditEntry entry, String patientId) {
        if (entry.outcome() != AuditOutcome.SUCCESS || !entry.patientIds().contains(patientId)) {
            return Optional.empty();
        }
        if (entry.is(AuditKind.DISCLOSURE)) {
            return Optional.of(DisclosureBasis.ofCode(entry.details().getOrDefault(BASIS, ""))
                    .orElse(DisclosureBasis.OTHER));
        }
        boolean isByServer = entry.subject() == null && entry.clientId() == null;
        return isByServer ? Optional.empty() : Optional.of(basisOfCall(entry, patientId));
    }

    private static DisclosureBasis basisOfCall(AuditEntry entry, String patientId) {
        Set<String> roles = entry.context().roles();
        boolean isOwn = ("Patient/" + patientId).equals(entry.fhirUser());
        boolean isForOwn = PurposeOfUse.PATRQT.code().equals(entry.purpose()) && roles.contains(Role.PATIENT.code());
        if (isOwn || isForOwn) {
            return DisclosureBasis.TO_INDIVIDUAL;
        }
        if (!roles.isEmpty() && REVIEWERS.containsAll(roles)) {
            return DisclosureBasis.OPERATIONS;
        }
        DisclosureBasis byPurpose = PurposeOfUse.ofCode(entry.purpose() == null ? "" : entry.purpose())
                .map(DisclosureRules::byPurpose)
                .orElse(DisclosureBasis.OTHER);
        return DEIDENTIFY.contains(entry.interaction()) && byPurpose.isAccounted() ? deidentified(entry) : byPurpose;
    }

    private static DisclosureBasis deidentified(AuditEntry entry) {
        String policy = entry.details().getOrDefault(AuditDetail.DEIDENTIFICATION_POLICY, "");
        if (policy.equals(LIMITED_DATA_SET)) {
            return DisclosureBasis.LIMITED_DATA_SET;
        }
        return WITHOUT_PHI.contains(policy) ? DisclosureBasis.DEIDENTIFIED : DisclosureBasis.OTHER;
    }

    private static DisclosureBasis byPurpose(PurposeOfUse purpose) {
        return switch (purpose) {
            case TREAT, ETREAT -> DisclosureBasis.TREATMENT;
            case HPAYMT -> DisclosureBasis.PAYMENT;
            case HOPERAT -> DisclosureBasis.OPERATIONS;
            case HRESCH -> DisclosureBasis.RESEARCH;
            // Somebody else's word that the patient asked for it.
            case PATRQT -> DisclosureBasis.OTHER;
        };
    }
}
