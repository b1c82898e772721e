package org.firewarden.model.yaml;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one file. For one thread. */
public final class FileProblems {

    private final String file;
    private final List<String> problems = new ArrayList<>();

    /** Begins with no problem. */
    public FileProblems(String file) {
        this.file = file;
    }

    /**
     * Notes a problem.
     *
     * @param line counted from 1
     */
    public void add(int line, String text) {
        problems.add(file + ":" + line + ": " + text);
    }

    /** Notes the problems of another file that this one refers to. */
    public void addAll(InvalidFileException other) {
        problems.addAll(other.problems());
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidFileException if there is a problem
     */
    public void refuseIfAny() {
        if (!problems.isEmpty()) {
            throw new InvalidFileException(problems);
        }
    }

    /** The exception to throw where reading cannot go on. */
    public InvalidFileException refusal() {
        return new InvalidFileException(problems);
    }
}
