package org.firewarden.model.yaml;

import java.util.List;

/** A file that ships with Firewarden or that an operator wrote is not valid. */
public final class InvalidFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * Lists what is wrong.
     *
     * @param problems each with file and line, for example {@code features/x.yaml:12: unknown key 'unti'}
     */
    public InvalidFileException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem found, in the order of the file. */
    public List<String> problems() {
        return problems;
    }
}
