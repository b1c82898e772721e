package org.firewarden.audit;

/** How it went, as in FHIR AuditEvent.outcome ({@code http://hl7.org/fhir/audit-event-outcome}). */
public enum AuditOutcome {
    /** Done as asked. */
    SUCCESS("0"),
    /** Refused or bad input: the caller's side. */
    MINOR_FAILURE("4"),
    /** The server failed. */
    SERIOUS_FAILURE("8");

    private final String code;

    AuditOutcome(String code) {
        this.code = code;
    }

    /** The outcome that an HTTP status stands for. */
    public static AuditOutcome ofHttpStatus(int status) {
        if (status < 400) {
            return SUCCESS;
        }
        return status < 500 ? MINOR_FAILURE : SERIOUS_FAILURE;
    }

    /** The FHIR code. */
    public String code() {
        return code;
    }
}
