package org.firewarden.gate.policy;

import java.util.HashMap;
import java.util.Map;
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
        Map<String, String> details = new HashMap<>(entry.details());
        details.put(HASH, policies.get().hash());
        trail.append(new AuditEntry(
                entry.correlationId(),
                entry.recorded(),
                entry.action(),
                entry.interaction(),
                entry.outcome(),
                entry.httpStatus(),
                entry.subject(),
                entry.clientId(),
                entry.fhirUser(),
                entry.purpose(),
                entry.networkAddress(),
                entry.patientIds(),
                entry.withheldPatientIds(),
                entry.entities(),
                entry.denialReason(),
                entry.decidedBy(),
                details));
    }
}
