package org.firewarden.audit;

/** The append-only audit trail (45 CFR 164.312(b)). What is appended can be read by auditors and changed by nobody. */
public interface AuditTrail {

    /**
     * Appends one event and returns when it is durable.
     *
     * @throws AuditUnavailableException if it cannot be made durable; the caller must then answer nothing
     */
    void append(AuditEntry entry);
}
