package org.firewarden.audit;

/** What was done, as in FHIR AuditEvent.action ({@code http://hl7.org/fhir/audit-event-action}). */
public enum AuditAction {
    CREATE("C"),
    READ("R"),
    UPDATE("U"),
    DELETE("D"),
    EXECUTE("E");

    private final String code;

    AuditAction(String code) {
        this.code = code;
    }

    /** The FHIR code. */
    public String code() {
        return code;
    }
}
