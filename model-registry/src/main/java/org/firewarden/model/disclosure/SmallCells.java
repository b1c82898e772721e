package org.firewarden.model.disclosure;

import java.util.Arrays;
import java.util.List;

/**
 * What is too few people to be told of. A published count from 1 to 10 points at persons, and so does one that follows from others by
 * subtraction; hence the complement is withheld, too (CMS cell size suppression policy: no cell from 1 to 10, directly or derived). Of
 * a group is told only if it has enough people with and without the outcome: that nobody or everybody of a group has it tells it of
 * each of them. Pure.
 */
public final class SmallCells {

    /** The smallest count that is published. */
    public static final int SMALLEST = 11;

    private SmallCells() {}

    /** Whether a count may be told beside its total: none, all, or enough of both. */
    public static boolean isTold(long count, long total) {
        return count == 0 || count == total || Math.min(count, total - count) >= SMALLEST;
    }

    /** Whether a total and how many of it have the outcome may be told: nobody at all, or enough people with a part that may be told. */
    public static boolean isTotalTold(long outcomes, long total) {
        return total == 0 || (total >= SMALLEST && isTold(outcomes, total));
    }

    /**
     * Which groups that together are everybody must not be told: those with a small cell, and then the next smallest, until what
     * subtraction from the total yields is at least two groups without a small cell.
     *
     * @param groups the cells of each group, none of which is empty; the same number for all
     * @param already groups that are withheld for another reason
     */
    public static boolean[] withheld(List<long[]> groups, boolean[] already) {
        boolean[] withheld = already.clone();
        for (int group = 0; group < withheld.length; group++) {
            withheld[group] |= smallest(groups.get(group)) < SMALLEST;
        }
        while (isDerivable(groups, withheld)) {
            int next = -1;
            for (int group = 0; group < withheld.length; group++) {
                if (!withheld[group] && (next < 0 || smallest(groups.get(group)) < smallest(groups.get(next)))) {
                    next = group;
                }
            }
            if (next < 0) {
                break;
            }
            withheld[next] = true;
        }
        return withheld;
    }

    private static boolean isDerivable(List<long[]> groups, boolean[] withheld) {
        int count = 0;
        long[] rest = new long[groups.isEmpty() ? 0 : groups.get(0).length];
        for (int group = 0; group < withheld.length; group++) {
            if (withheld[group]) {
                count++;
                for (int cell = 0; cell < rest.length; cell++) {
                    rest[cell] += groups.get(group)[cell];
                }
            }
        }
        return count == 1 || (count > 1 && smallest(rest) < SMALLEST);
    }

    private static long smallest(long[] cells) {
        return Arrays.stream(cells).min().orElse(0);
    }
}
