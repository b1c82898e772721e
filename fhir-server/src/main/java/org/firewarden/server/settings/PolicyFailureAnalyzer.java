package org.firewarden.server.settings;

import java.util.stream.Collectors;
import org.firewarden.gate.policy.PolicyFilesException;
import org.firewarden.gate.policy.PolicyProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says with file, line and reason what is wrong with the policy files that a start was refused for. */
final class PolicyFailureAnalyzer extends AbstractFailureAnalyzer<PolicyFilesException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, PolicyFilesException cause) {
        return new FailureAnalysis(
                "The policy files are not good:\n\n"
                        + cause.problems().stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")),
                "Correct them; policy.schema.json in config/policies says what a policy file may hold. Without"
                        + " firewarden.policies.directory the policies that ship are in force.",
                cause);
    }
}
