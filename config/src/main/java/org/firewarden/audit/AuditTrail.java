package org.firewarden.audit;

import java.util.List;

/** The append-only audit trail (45 CFR 164.312(b)). What is appended can be read by auditors and changed by nobody. */
public interface AuditTrail {

    /**
     * Appends one event and returns when it is durable.
     *
     * @throws AuditUnavailableException if it cannot be made durable; the caller must then answer nothing
     */
    void append(AuditEntry entry);

    /**
     * Appends the events of one request in their order and returns when all of them are durable. The ledger does it with one
     * commit.
     *
     * @throws AuditUnavailableException if one cannot be made durable; the caller must then answer nothing
     */
    default void appendAll(List<AuditEntry> entries) {
        entries.forEach(this::append);
    }
}
