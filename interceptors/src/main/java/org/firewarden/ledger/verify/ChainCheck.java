package org.firewarden.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firewarden.ledger.tree.Frontier;
import org.firewarden.ledger.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of an export one after the other and finds the first that does not follow from the one before. Each is judged
 * once the next one is known, since that one tells what its hash should be. What holds here may still be a fork as a whole;
 * only a checkpoint shows that.
 */
final class ChainCheck {

    /** Times may go back this far: events wait for their batch, and nodes' clocks differ. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    /** The interaction of the event by which the ledger says that a clock was set back. */
    private static final String CLOCK_SET_BACK = "clock-set-back";

    private final Frontier frontier;
    private final List<String> notes = new ArrayList<>();
    private @Nullable TreeHash before;
    private @Nullable LeafLine waiting;
    private Instant latest = Instant.MIN.plus(TOLERANCE);

    ChainCheck(Frontier start) {
        this.frontier = start.copy();
        this.before = start.size() == 0 ? TreeHash.OF_EMPTY_TREE : null;
    }

    /** The tree of what was taken so far. */
    Frontier frontier() {
        return frontier;
    }

    /** The place behind what was taken so far, judged or not. */
    long end() {
        return frontier.size() + (waiting == null ? 0 : 1);
    }

    List<String> notes() {
        return notes;
    }

    /** Takes the next event. Returns what is wrong with the one before, if anything is. */
    Optional<Verdict.Fails> take(LeafLine next) {
        Optional<Verdict.Fails> problem = judge(next, next.statement().map(LeafLine.Statement::previous));
        waiting = next;
        return problem;
    }

    /** Judges the last event by what its hash should be. */
    Optional<Verdict.Fails> end(TreeHash last) {
        LeafLine line = waiting;
        long place = frontier.size();
        Optional<Verdict.Fails> problem = judge(null, Optional.of(last));
        waiting = null;
        if (problem.isEmpty() && line != null && !line.hash().equals(last)) {
            return Optional.of(Verdict.event(place, "it was altered: the export knows it by another hash"));
        }
        return problem;
    }

    /** Judges the last event where nothing says what its hash should be. */
    Optional<Verdict.Fails> cut() {
        Optional<Verdict.Fails> problem = judge(null, Optional.empty());
        waiting = null;
        return problem;
    }

    private Optional<Verdict.Fails> judge(@Nullable LeafLine next, Optional<TreeHash> expected) {
        LeafLine line = waiting;
        if (line == null) {
            return Optional.empty();
        }
        long place = frontier.size();
        if (line.statement().isEmpty()) {
            return Optional.of(Verdict.event(place, "it was altered: it is not an event"));
        }
        LeafLine.Statement statement = line.statement().get();
        if (statement.index() != place) {
            return Optional.of(misplaced(place, statement.index(), next));
        }
        if (before != null && !statement.previous().equals(before)) {
            return Optional.of(broken(place, line, statement, expected));
        }
        if (statement.interaction().equals(CLOCK_SET_BACK)) {
            notes.add("event " + place + " says that a clock was set back");
        } else if (statement.recorded().isBefore(latest.minus(TOLERANCE))) {
            return Optional.of(Verdict.event(place, "its time goes back, and no event says that a clock was set back"));
        }
        if (statement.recorded().isAfter(latest) || statement.interaction().equals(CLOCK_SET_BACK)) {
            latest = statement.recorded();
        }
        frontier.append(line.hash());
        before = line.hash();
        return Optional.empty();
    }

    private static Verdict.Fails misplaced(long place, long index, @Nullable LeafLine next) {
        boolean isFollowed = next != null
                && next.statement().map(s -> s.index() == index + 1).orElse(false);
        if (index > place && (isFollowed || next == null)) {
            return Verdict.event(place, "it is missing; event " + index + " stands in its place");
        }
        return Verdict.event(place, "it was moved or altered; what stands in its place says it is event " + index);
    }

    /** Either this event says something false of the one before, or the one before is not what it was. */
    private Verdict.Fails broken(long place, LeafLine line, LeafLine.Statement statement, Optional<TreeHash> expected) {
        String restored = new String(line.content(), StandardCharsets.UTF_8)
                .replace(statement.previous().toString(), String.valueOf(before));
        boolean isThisOne = expected.isPresent()
                && expected.get().equals(TreeHash.ofLeaf(restored.getBytes(StandardCharsets.UTF_8)));
        return isThisOne
                ? Verdict.event(place, "it was altered: it knows the event before it by another hash")
                : Verdict.event(place - 1, "it was altered: the next event knows it by another hash");
    }
}
