package org.firewarden.model.manifest;

import java.util.List;

/** A manifest is not one. Lists everything that is wrong with it. */
public final class InvalidManifestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidManifestException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, each with the JSON pointer of its place (RFC 6901). */
    public List<String> problems() {
        return problems;
    }
}
