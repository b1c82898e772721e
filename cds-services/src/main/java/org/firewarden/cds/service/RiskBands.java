package org.firewarden.cds.service;

import java.util.List;
import org.firewarden.cds.hook.Indicator;

/**
 * How a site names ranges of a risk. Configuration, not advice: it decides the colour of a card and a word beside it.
 *
 * @param outcome the code of the outcome whose risk is banded
 * @param source where the bands come from and what they were made for
 * @param each the bands from 0 upwards
 */
record RiskBands(String outcome, String source, List<Band> each) {

    /** Refuses bands that do not start at 0 or do not rise. */
    RiskBands {
        each = List.copyOf(each);
        if (each.isEmpty() || each.get(0).from() != 0) {
            throw new IllegalArgumentException("the first band starts at 0");
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
     * @param from the lowest probability in it
     * @param indicator how urgent a card with it is
     */
    record Band(String name, double from, Indicator indicator) {}

    /** The band of a probability. */
    Band of(double probability) {
        Band band = each.get(0);
        for (Band next : each) {
            if (probability >= next.from()) {
                band = next;
            }
        }
        return band;
    }
}
