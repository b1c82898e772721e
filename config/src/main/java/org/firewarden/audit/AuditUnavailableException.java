package org.firewarden.audit;

/** The audit trail cannot take an event; nothing may be served. */
public final class AuditUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Wraps the storage's failure, whose text stays inside the server. */
    public AuditUnavailableException(Throwable cause) {
        super("the audit trail cannot be written", cause);
    }
}
