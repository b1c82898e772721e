package org.firewarden.train.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firewarden.model.disclosure.SmallCells;

/**
 * The subgroups that a report may tell of. The groups of one attribute are everybody, so a single small one would follow from the
 * others; see {@link SmallCells}. Where only the decisions at the threshold are few, sensitivity and false positive rate are not told.
 *
 * @param groups in the order of the measured ones
 * @param withheld how many groups with people in them are left out
 */
public record PublishedGroups(List<Subgroup> groups, int withheld) {

    /** Copies the list. */
    public PublishedGroups {
        groups = List.copyOf(groups);
    }

    /** Chooses among all groups of all attributes; empty groups are neither told nor counted. */
    public static PublishedGroups of(List<Subgroup> measured) {
        Map<String, List<Subgroup>> byAttribute = new LinkedHashMap<>();
        measured.stream()
                .filter(group -> group.n() > 0)
                .forEach(group -> byAttribute
                        .computeIfAbsent(group.attribute(), attribute -> new ArrayList<>())
                        .add(group));
        List<Subgroup> told = new ArrayList<>();
        int withheld = 0;
        for (List<Subgroup> groups : byAttribute.values()) {
            boolean[] left = SmallCells.withheld(
                    groups.stream().map(PublishedGroups::outcomes).toList(), new boolean[groups.size()]);
            boolean[] undecided = SmallCells.withheld(
                    groups.stream().map(PublishedGroups::decisions).toList(), left);
            for (int i = 0; i < left.length; i++) {
                if (left[i]) {
                    withheld++;
                } else {
                    told.add(undecided[i] ? groups.get(i).withoutDecisions() : groups.get(i));
                }
            }
        }
        return new PublishedGroups(told, withheld);
    }

    private static long[] outcomes(Subgroup group) {
        return new long[] {group.positives(), group.n() - group.positives()};
    }

    private static long[] decisions(Subgroup group) {
        int negatives = group.n() - group.positives();
        int truePositives = count(group.sensitivity(), group.positives());
        int falsePositives = count(group.falsePositiveRate(), negatives);
        return new long[] {truePositives, group.positives() - truePositives, falsePositives, negatives - falsePositives
        };
    }

    /** A rate of nobody is not a number and counts nobody. */
    private static int count(Interval95 rate, int of) {
        return of == 0 ? 0 : (int) Math.round(rate.value() * of);
    }
}
