package org.firewarden.model.operation;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.firewarden.model.monitoring.UseReport.Performance;

/**
 * Which counts of patients are too small to be told: fewer than eleven, as the cell size policy of the Centers for Medicare and
 * Medicaid Services has it. A subgroup is withheld as a whole, and a further one with it where it could be worked out from the rest.
 * Pure.
 */
final class SmallCells {

    /** The least count that is told. */
    static final int LEAST = 11;

    private SmallCells() {}

    /** Whether patients, those with the event and those without it can each be told. */
    static boolean isTellable(Performance performance) {
        return isTellable(performance.n(), performance.events());
    }

    /** The subgroups of one attribute that are withheld. */
    static Set<Performance> withheld(List<Performance> subgroups) {
        Set<Performance> withheld = new LinkedHashSet<>();
        List<Performance> bySize = subgroups.stream()
                .sorted(Comparator.comparingLong(Performance::n).thenComparing(Performance::subgroup))
                .toList();
        bySize.stream().filter(each -> !isTellable(each)).forEach(withheld::add);
        for (Performance next : bySize) {
            if (withheld.isEmpty() || isHidden(withheld)) {
                break;
            }
            withheld.add(next);
        }
        return withheld;
    }

    /** Whether the total less what is told says no more of those that are withheld than may be told. */
    private static boolean isHidden(Set<Performance> withheld) {
        long patients = withheld.stream().mapToLong(Performance::n).sum();
        long events = withheld.stream().mapToLong(Performance::events).sum();
        return withheld.size() > 1 && isTellable(patients, events);
    }

    private static boolean isTellable(long patients, long events) {
        return isTellable(patients) && isTellable(events) && isTellable(patients - events);
    }

    private static boolean isTellable(long count) {
        return count == 0 || count >= LEAST;
    }
}
