package org.firewarden.ledger.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.firewarden.ledger.event.EventFacets;
import org.firewarden.ledger.event.LeafContent;
import org.firewarden.ledger.event.SealedEvent;
import org.firewarden.ledger.tree.Frontier;
import org.firewarden.ledger.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/** The columns of a batch while the tree grows by its events. */
final class LedgerBatch {

    /** The element types of {@link #columns()}: events, index, subtrees. */
    static final String[] TYPES = {
        "int8",
        "uuid",
        "timestamptz",
        "text",
        "bytea",
        "text",
        "text",
        "text",
        "text",
        "int4", // events
        "bytea",
        "int8", // index
        "int4",
        "int8",
        "bytea" // subtrees
    };

    private static final int INDEX_COLUMN = 10;
    private static final int SUBTREE_COLUMN = 12;

    private static final int SUBTREE_LEVELS = 8;

    private final Frontier frontier;
    private final List<List<@Nullable Object>> columns = new ArrayList<>();
    private TreeHash lastLeaf;
    private Instant latest;

    LedgerBatch(TreeHead before) {
        this.frontier = before.frontier().copy();
        this.lastLeaf = before.lastLeaf();
        this.latest = before.latest();
        for (int i = 0; i < TYPES.length; i++) {
            columns.add(new ArrayList<>());
        }
    }

    /** The latest time so far. */
    Instant latest() {
        return latest;
    }

    /** Adds an event and lets times begin anew from it. */
    void addAfterClockStep(SealedEvent event) {
        add(event);
        latest = event.recorded();
    }

    void add(SealedEvent event) {
        long seq = frontier.size();
        String content = LeafContent.of(event.json(), seq, lastLeaf);
        lastLeaf = LeafContent.hash(content);
        frontier.append(lastLeaf, (level, position, hash) -> {
            if (level % SUBTREE_LEVELS == 0) {
                put(SUBTREE_COLUMN, level, position, hash.bytes());
            }
        });
        EventFacets facets = event.facets();
        put(
                0,
                seq,
                event.id(),
                event.recorded().toString(),
                event.outcome(),
                lastLeaf.bytes(),
                content,
                facets.interaction(),
                facets.purpose(),
                facets.modelVersion(),
                facets.marks());
        event.index().forEach(key -> put(INDEX_COLUMN, key, seq));
        if (event.recorded().isAfter(latest)) {
            latest = event.recorded();
        }
    }

    /** The columns as arrays of their own type: what the driver knows the type of goes to the database in binary. */
    List<Object[]> columns() {
        List<Object[]> arrays = new ArrayList<>();
        for (int i = 0; i < TYPES.length; i++) {
            arrays.add(columns.get(i).toArray(newArray(TYPES[i])));
        }
        return arrays;
    }

    TreeHead head() {
        return new TreeHead(frontier, lastLeaf, latest);
    }

    private void put(int firstColumn, @Nullable Object... values) {
        for (int i = 0; i < values.length; i++) {
            columns.get(firstColumn + i).add(values[i]);
        }
    }

    private static IntFunction<Object[]> newArray(String type) {
        return switch (type) {
            case "int8" -> Long[]::new;
            case "int4" -> Integer[]::new;
            case "bytea" -> byte[][]::new;
            case "text" -> String[]::new;
            default -> Object[]::new;
        };
    }
}
