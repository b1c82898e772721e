package org.firewarden.access;

import java.util.Optional;

/**
 * The five permissions of a SMART v2 scope (SMART App Launch 2.2, Scopes for requesting FHIR resources). Reading a version
 * or the history of one resource is {@link #READ}; search and the history of a type are {@link #SEARCH}; a patch is
 * {@link #UPDATE}.
 */
public enum Interaction {
    CREATE('c'),
    READ('r'),
    UPDATE('u'),
    DELETE('d'),
    SEARCH('s');

    private final char letter;

    Interaction(char letter) {
        this.letter = letter;
    }

    /** The interaction of a scope letter, or empty. */
    public static Optional<Interaction> ofLetter(char letter) {
        for (Interaction interaction : values()) {
            if (interaction.letter == letter) {
                return Optional.of(interaction);
            }
        }
        return Optional.empty();
    }

    /** The letter in a SMART v2 scope. */
    public char letter() {
        return letter;
    }

    /** True if the interaction changes what is stored. */
    public boolean isWrite() {
        return this == CREATE || this == UPDATE || this == DELETE;
    }
}
