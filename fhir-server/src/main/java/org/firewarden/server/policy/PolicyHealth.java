package org.firewarden.server.policy;

import java.util.List;
import org.firewarden.gate.policy.PoliciesInForce;
import org.firewarden.gate.policy.PolicyProblem;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Which policy is in force, and where a changed file was refused. That leaves the server up: the policy before the change is
 * in force, and it was good.
 */
final class PolicyHealth implements HealthIndicator {

    private final PoliciesInForce policies;

    PolicyHealth(PoliciesInForce policies) {
        this.policies = policies;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up()
                .withDetail("hash", policies.get().hash())
                .withDetail("rules", policies.get().rules().size());
        List<PolicyProblem> problems = policies.problems();
        if (!problems.isEmpty()) {
            health.withDetail("refused", problems.stream().map(PolicyProblem::toString).toList());
        }
        return health.build();
    }
}
