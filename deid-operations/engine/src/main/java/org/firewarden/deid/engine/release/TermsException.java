package org.firewarden.deid.engine.release;

import java.util.List;

/** A data set cannot be released on the terms given: the policy demands more. The message holds no patient data. */
public final class TermsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /** Names all that is missing. */
    public TermsException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** All that is missing. */
    public List<String> problems() {
        return problems;
    }
}
