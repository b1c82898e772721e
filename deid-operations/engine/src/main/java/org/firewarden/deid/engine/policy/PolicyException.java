package org.firewarden.deid.engine.policy;

import java.util.List;

/** A policy is refused, with every problem found in it and the line of each. Policies hold no patient data. */
public final class PolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    PolicyException(String policy, List<String> problems) {
        super("policy " + policy + " is refused: " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, each starting with its line. */
    public List<String> problems() {
        return problems;
    }
}
