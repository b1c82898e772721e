package org.firewarden.train.privacy;

import java.util.List;

/** Bounds the privacy loss of rounds that all see the same patients. Pure and safe for many threads. */
public interface Accountant {

    /** Its name in reports: {@code rdp} or {@code pld}. */
    String name();

    /** How its own measure becomes epsilon and delta, as a name that a report states. */
    String conversion();

    /**
     * The least epsilon that it can show for this delta; infinite if it can show none.
     *
     * @param rounds all that was done, in any order
     * @param delta greater than 0 and less than 1
     */
    double epsilon(List<Rounds> rounds, double delta);

    /** As above, for rounds of one kind. */
    default double epsilon(Rounds rounds, double delta) {
        return epsilon(List.of(rounds), delta);
    }

    /** Refuses a delta that is no probability. */
    static void check(double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta is greater than 0 and less than 1");
        }
    }
}
