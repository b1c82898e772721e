package org.firewarden.cds.service;

import java.util.List;
import org.firewarden.cds.hook.Indicator;

/**
 * How a site names ranges of a number. Configuration, not advice: it decides the colour of a card, a word beside it, and
 * whether people must confirm that somebody has looked at it.
 *
 * @param outcome the code of the outcome whose number is banded
 * @param source where the bands come from and what they were made for
 * @param each the bands, rising; the first holds for all that is less than the second
 */
record RiskBands(String outcome, String source, List<Band> each) {

    /** Refuses bands that do not rise. */
    RiskBands {
        each = List.copyOf(each);
        if (each.isEmpty()) {
            throw new IllegalArgumentException("there is at least one band");
        }
        for (int i = 1; i < each.size(); i++) {
            if (each.get(i).from() <= each.get(i - 1).from()) {
                throw new IllegalArgumentException("bands rise");
            }
        }
    }

    /**
     * One band: from its own start up to the start of the next.
     *
     * @param name what it is called
     * @param from the lowest number in it
     * @param indicator how urgent a card with it is
     * @param reviewers how many people must confirm a recommendation in it, 0 for none
     */
    record Band(String name, double from, Indicator indicator, int reviewers) {}

    /** The band of a number. */
    Band of(double value) {
        Band band = each.get(0);
        for (Band next : each) {
            if (value >= next.from()) {
                band = next;
            }
        }
        return band;
    }
}
