package org.firewarden.gate.policy;

import java.util.Comparator;

/**
 * Something wrong in a policy file.
 *
 * @param file the file's name
 * @param line the line, from 1; 0 if it is about the file as a whole
 * @param reason what is wrong, for the one who wrote the file
 */
public record PolicyProblem(String file, int line, String reason) implements Comparable<PolicyProblem> {

    private static final Comparator<PolicyProblem> ORDER = Comparator.comparing(PolicyProblem::file)
            .thenComparing(PolicyProblem::line)
            .thenComparing(PolicyProblem::reason);

    @Override
    public int compareTo(PolicyProblem other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line: reason}, as compilers write it. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + reason : file + ":" + line + ": " + reason;
    }
}
