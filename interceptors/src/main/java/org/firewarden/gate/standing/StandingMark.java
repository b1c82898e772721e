package org.firewarden.gate.standing;

import java.util.List;

/**
 * Which transactions have been seen: a snapshot of PostgreSQL (type {@code pg_snapshot}). Snapshots of one database have an
 * order: of two, the later one sees all that the earlier one sees.
 *
 * @param seenBelow each transaction with a lower number has been seen
 * @param unseenFrom each transaction with this or a higher number has not
 * @param inProgress the transactions between that have not been seen either
 * @param takenAt when it was taken, by {@link System#nanoTime}
 */
record StandingMark(String seenBelow, String unseenFrom, List<String> inProgress, long takenAt) {

    private static final String GREATEST = "18446744073709551615";

    /** Before anything was read there is nothing that could have changed. */
    static final StandingMark NONE = new StandingMark(GREATEST, GREATEST, List.of(), 0);

    /** Copies the list. */
    StandingMark {
        inProgress = List.copyOf(inProgress);
    }

    /** Reads the text that PostgreSQL writes, {@code xmin:xmax:xip,xip}. */
    static StandingMark of(String snapshot, long takenAt) {
        String[] parts = snapshot.split(":", -1);
        return new StandingMark(
                parts[0], parts[1], parts[2].isEmpty() ? List.of() : List.of(parts[2].split(",", -1)), takenAt);
    }
}
