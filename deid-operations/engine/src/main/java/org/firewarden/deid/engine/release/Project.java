package org.firewarden.deid.engine.release;

import java.util.regex.Pattern;

/**
 * A research project. The same person has other tokens and another shift of dates in each project, so that the data of two
 * projects cannot be joined.
 *
 * @param name lower-case letters, digits and hyphens
 */
public record Project(String name) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?");

    /** For who runs no more than one. */
    public static final Project DEFAULT = new Project("default");

    /**
     * Refuses other names.
     *
     * @throws IllegalArgumentException if the name has another form
     */
    public Project {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a project's name is 1 to 64 lower-case letters, digits and hyphens, no hyphen at its ends");
        }
    }
}
