package org.firewarden.ledger.event;

import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditEntry;
import org.jspecify.annotations.Nullable;

/**
 * What of an event stands in columns of its own so that it is found: codes only.
 *
 * @param interaction what was done
 * @param purpose the purpose of use, or null
 * @param modelVersion the version of the model that was asked, or null
 * @param marks the sum of the marks that the event bears
 */
public record EventFacets(
        String interaction,
        @Nullable String purpose,
        @Nullable String modelVersion,
        int marks) {

    /** A patient is concerned. */
    public static final int PATIENT = 1;

    /** A resource or thing is named. */
    public static final int RESOURCE = 2;

    /** Something was asked by a query. */
    public static final int QUERY = 4;

    /** A Consent decided. */
    public static final int CONSENT = 8;

    /** It was done under a break-glass grant. */
    public static final int BREAK_GLASS = 16;

    static EventFacets of(AuditEntry entry) {
        String version = entry.details().get(AuditDetail.MODEL_VERSION);
        return new EventFacets(
                Unicode.column(entry.interaction()),
                entry.purpose() == null ? null : Unicode.column(entry.purpose()),
                version == null ? null : Unicode.column(version),
                marks(entry));
    }

    private static int marks(AuditEntry entry) {
        boolean hasPatient =
                !entry.patientIds().isEmpty() || !entry.withheldPatientIds().isEmpty();
        boolean isByConsent = entry.decidedBy() != null && entry.decidedBy().startsWith("Consent/");
        return (hasPatient ? PATIENT : 0)
                | (entry.entities().isEmpty() ? 0 : RESOURCE)
                | (entry.context().query() == null ? 0 : QUERY)
                | (isByConsent ? CONSENT : 0)
                | (entry.details().containsKey(AuditDraft.BREAK_GLASS) ? BREAK_GLASS : 0);
    }
}
