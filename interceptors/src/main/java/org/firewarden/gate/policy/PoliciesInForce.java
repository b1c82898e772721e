package org.firewarden.gate.policy;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditTrail;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.gate.decision.Policy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy in force. A change of the files takes effect as a whole at the next decision after {@link #refresh()}, and only
 * when the audit trail holds it; files that are not good change nothing. Safe for several threads.
 */
public final class PoliciesInForce implements Supplier<Policy> {

    private static final Logger LOG = LoggerFactory.getLogger(PoliciesInForce.class);
    private static final String INTERACTION = AuditKind.POLICY_CHANGE.code();

    private final PolicyFiles reader;
    private final PolicySource source;
    private final AuditTrail trail;
    private final Clock clock;
    private volatile Policy policy;
    private volatile List<PolicyProblem> problems = List.of();
    private @Nullable List<PolicyFile> refused;

    /**
     * Reads the files.
     *
     * @throws PolicyFilesException if they are not good: then there is no policy that could be in force
     */
    public PoliciesInForce(PolicyFiles reader, PolicySource source, AuditTrail trail, Clock clock) {
        this.reader = reader;
        this.source = source;
        this.trail = trail;
        this.clock = clock;
        this.policy = load(reader, source);
    }

    static Policy load(PolicyFiles reader, PolicySource source) {
        List<PolicyFile> files;
        try {
            files = source.read();
        } catch (IOException e) {
            throw new PolicyFilesException(List.of(unreadable(e)));
        }
        PolicyReading reading = reader.read(files);
        if (reading instanceof PolicyReading.Accepted accepted) {
            return accepted.policy();
        }
        throw new PolicyFilesException(((PolicyReading.Refused) reading).problems());
    }

    @Override
    public Policy get() {
        return policy;
    }

    /** What is wrong with the files as they are now, so that older ones are in force; empty if nothing is. */
    public List<PolicyProblem> problems() {
        return problems;
    }

    /** Notes in the audit trail with which policy the server starts. */
    public void announce() {
        trail.append(entry(AuditAction.READ, null, policy));
        LOG.info(
                "Policy {} is in force with {} rules",
                policy.hash(),
                policy.rules().size());
    }

    /** Looks at the files, and puts in force what they say if they have changed and are good. */
    public synchronized void refresh() {
        List<PolicyFile> files;
        try {
            files = source.read();
        } catch (IOException e) {
            refuse(List.of(), List.of(unreadable(e)));
            return;
        }
        if (files.equals(refused)) {
            return;
        }
        PolicyReading reading = reader.read(files);
        if (reading instanceof PolicyReading.Refused bad) {
            refuse(files, bad.problems());
            return;
        }
        Policy next = ((PolicyReading.Accepted) reading).policy();
        if (!next.hash().equals(policy.hash())) {
            try {
                trail.append(entry(AuditAction.UPDATE, policy, next));
            } catch (AuditUnavailableException e) {
                // What is in force stays in force; the next refresh tries again.
                LOG.error("Policy {} does not come into force: the ledger failed", next.hash());
                return;
            }
            policy = next;
            LOG.info(
                    "Policy {} is in force with {} rules",
                    next.hash(),
                    next.rules().size());
        }
        problems = List.of();
        refused = null;
    }

    private void refuse(List<PolicyFile> files, List<PolicyProblem> found) {
        if (!found.equals(problems)) {
            for (PolicyProblem problem : found) {
                LOG.error(
                        "A changed policy is refused at {} line {}; the policy before it stays in force",
                        problem.file(),
                        problem.line());
            }
        }
        problems = found;
        refused = files.isEmpty() ? null : files;
    }

    private AuditEntry entry(AuditAction action, @Nullable Policy before, Policy now) {
        return AuditEntry.ofServer(
                clock.instant(),
                action,
                INTERACTION,
                before == null
                        ? Map.of(
                                "policy-hash",
                                now.hash(),
                                "policy-rules",
                                String.valueOf(now.rules().size()))
                        : Map.of(
                                "policy-hash",
                                now.hash(),
                                "policy-rules",
                                String.valueOf(now.rules().size()),
                                "policy-hash-before",
                                before.hash()));
    }

    private static PolicyProblem unreadable(IOException failure) {
        return new PolicyProblem(
                "firewarden.policies.directory",
                0,
                "the policy files cannot be read (" + failure.getClass().getSimpleName() + ")");
    }
}
