package org.firewarden.gate.policy;

import java.util.List;
import java.util.function.Supplier;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditTrail;
import org.firewarden.gate.decision.Policy;

/** An audit trail whose events each hold the hash of the policy in force when they were appended. */
public final class PolicyStampedTrail implements AuditTrail {

    private static final String HASH = "policy-hash";

    private final AuditTrail trail;
    private final Supplier<Policy> policies;

    /** Appends to this trail, with the hash of this policy. */
    public PolicyStampedTrail(AuditTrail trail, Supplier<Policy> policies) {
        this.trail = trail;
        this.policies = policies;
    }

    @Override
    public void append(AuditEntry entry) {
        trail.append(entry.withDetail(HASH, policies.get().hash()));
    }

    @Override
    public void appendAll(List<AuditEntry> entries) {
        String hash = policies.get().hash();
        trail.appendAll(
                entries.stream().map(entry -> entry.withDetail(HASH, hash)).toList());
    }
}
