package org.firewarden.ledger.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.firewarden.ledger.verify.Verdict.EventRange;

/** What the events of an export say of content keys: which were destroyed, and which events they sealed. */
final class Erasure {

    /** The interaction of the event by which the ledger says that keys were destroyed. */
    private static final String DESTRUCTION = "key-destruction";

    private final Set<String> wanted;
    private final Set<String> destroyed = new HashSet<>();
    private final List<EventRange> erased = new ArrayList<>();

    /**
     * Looks for the events of these keys.
     *
     * @param wanted the keys that were destroyed
     */
    Erasure(Set<String> wanted) {
        this.wanted = wanted;
    }

    /** Whether the keys of events are looked at; else they need not be read. */
    boolean isOfKeys() {
        return !wanted.isEmpty();
    }

    void take(LeafLine.Statement statement) {
        if (statement.interaction().equals(DESTRUCTION)) {
            destroyed.addAll(statement.namedKeys());
        }
        if (statement.sealedBy().stream().anyMatch(wanted::contains)) {
            int last = erased.size() - 1;
            if (last >= 0 && erased.get(last).last() == statement.index() - 1) {
                erased.set(last, new EventRange(erased.get(last).first(), statement.index()));
            } else {
                erased.add(new EventRange(statement.index(), statement.index()));
            }
        }
    }

    Set<String> destroyed() {
        return destroyed;
    }

    List<EventRange> erased() {
        return erased;
    }
}
