package org.firewarden.ledger.fhir;

import java.util.Optional;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditOutcome;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of IHE Basic Audit Log Patterns 1.1.4 and, for de-identification, of the IHE De-Identification profile, and which
 * event is shown by which. They are for what succeeded, and for a Consent's decision.
 */
enum BalpProfile {
    READ("IHE.BasicAudit.Read", "IHE.BasicAudit.PatientRead"),
    QUERY("IHE.BasicAudit.Query", "IHE.BasicAudit.PatientQuery"),
    CREATE("IHE.BasicAudit.Create", "IHE.BasicAudit.PatientCreate"),
    UPDATE("IHE.BasicAudit.Update", "IHE.BasicAudit.PatientUpdate"),
    DELETE("IHE.BasicAudit.Delete", "IHE.BasicAudit.PatientDelete"),
    CONSENT_DECISION(null, "IHE.BasicAudit.AuthZconsent"),
    DISCLOSURE(null, "IHE.BasicAudit.PrivacyDisclosure.Source"),
    DEIDENTIFICATION(null, "IHE.BasicAudit.DeIdentification.Source");

    private static final String BALP = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/";
    private static final String DEID = "https://profiles.ihe.net/ITI/DeId/StructureDefinition/";

    /** What an event looks like that a token authorized. */
    static final String TOKEN_USE = BALP + "IHE.BasicAudit.OAUTHaccessTokenUse.Comprehensive";

    private final @Nullable String plain;
    private final String ofPatient;

    BalpProfile(@Nullable String plain, String ofPatient) {
        this.plain = plain;
        this.ofPatient = ofPatient;
    }

    /** The profile by which an event is shown, if there is one. */
    static Optional<BalpProfile> of(AuditEntry entry) {
        if (entry.clientId() == null || entry.subject() == null) {
            return Optional.empty();
        }
        if (entry.is(AuditKind.CONSENT_DECISION)) {
            boolean isComplete =
                    entry.withheldPatientIds().size() == 1 && entry.decidedBy() != null && hasPerson(entry);
            return isComplete ? Optional.of(CONSENT_DECISION) : Optional.empty();
        }
        if (entry.outcome() != AuditOutcome.SUCCESS || entry.patientIds().size() > 1) {
            return Optional.empty();
        }
        return byInteraction(entry.interaction()).filter(profile -> switch (profile) {
            case QUERY -> entry.context().query() != null;
            case READ, CREATE, UPDATE, DELETE -> !entry.entities().isEmpty();
            default -> !entry.patientIds().isEmpty();
        });
    }

    /** True if a person acts through the client, and not the client by itself. */
    static boolean hasPerson(AuditEntry entry) {
        return entry.subject() != null
                && (entry.fhirUser() != null || !entry.subject().equals(entry.clientId()));
    }

    /** The canonical address of the profile for this event. */
    String url(AuditEntry entry) {
        String name = plain == null || !entry.patientIds().isEmpty() ? ofPatient : plain;
        return (this == DEIDENTIFICATION ? DEID : BALP) + name;
    }

    /** True if something was written, so that who acts is an author. */
    boolean isWrite() {
        return this == CREATE || this == UPDATE || this == DELETE;
    }

    private static Optional<BalpProfile> byInteraction(String interaction) {
        return switch (interaction) {
            case "read", "vread", "history-instance" -> Optional.of(READ);
            case "search-type", "search-system", "get-page" -> Optional.of(QUERY);
            case "create" -> Optional.of(CREATE);
            case "update", "patch" -> Optional.of(UPDATE);
            case "delete" -> Optional.of(DELETE);
            case "disclosure" -> Optional.of(DISCLOSURE);
            case "$deidentify", "$de-identify", "$reidentify" -> Optional.of(DEIDENTIFICATION);
            default -> Optional.empty();
        };
    }
}
