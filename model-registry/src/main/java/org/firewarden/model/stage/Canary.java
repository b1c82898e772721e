package org.firewarden.model.stage;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which part of the calls a canary gets.
 *
 * @param percent of the patients, 0 to 100
 * @param units units of the hospital whose calls all fall to it
 */
public record Canary(int percent, Set<String> units) {

    /** None, for all other stages. */
    public static final Canary NONE = new Canary(0, Set.of());

    /** Copies the units. */
    public Canary {
        units = Set.copyOf(units);
    }

    /** Whether it gets anything at all, and no more than there is. */
    boolean isUsable() {
        return percent >= 0 && percent <= 100 && (percent > 0 || !units.isEmpty());
    }

    /** The same for the same share, so that two people approve one thing. */
    String text() {
        return percent + " " + String.join(",", new TreeSet<>(units));
    }
}
