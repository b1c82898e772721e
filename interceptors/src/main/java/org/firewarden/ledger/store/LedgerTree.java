package org.firewarden.ledger.store;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.firewarden.ledger.tree.Frontier;
import org.firewarden.ledger.tree.Subtrees;
import org.firewarden.ledger.tree.TreeHash;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The tree as it lies in the tables: its heads, its leaves, and the subtrees that proofs are made of. */
public final class LedgerTree implements Subtrees {

    private static final int STORED_LEVELS = 8;
    private static final int FETCH_ROWS = 1_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    /** Reads these tables. */
    public LedgerTree(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** The newest head. */
    public TreeHead head() {
        return head("ORDER BY size DESC LIMIT 1").orElseGet(TreeHead::empty);
    }

    /** The head of the largest batch end that is at most this size, or empty. */
    public Optional<TreeHead> headUpTo(long size) {
        return head("WHERE size <= " + size + " ORDER BY size DESC LIMIT 1");
    }

    /** The head of exactly this size, or empty if no batch ended there. */
    public Optional<TreeHead> headOf(long size) {
        return head("WHERE size = " + size);
    }

    /** The head of the first batch end above this size, or empty. */
    public Optional<TreeHead> headAbove(long size) {
        return head("WHERE size > " + size + " ORDER BY size LIMIT 1");
    }

    @Override
    public TreeHash root(int level, long index) {
        int stored = level / STORED_LEVELS * STORED_LEVELS;
        int fold = level - stored;
        long first = index << fold;
        long count = 1L << fold;
        List<TreeHash> hashes = stored == 0
                ? hashes(
                        "SELECT leaf FROM firewarden.ledger_event WHERE seq >= ? AND seq < ? ORDER BY seq",
                        first,
                        count)
                : hashes(
                        "SELECT hash FROM firewarden.ledger_subtree WHERE level = " + stored
                                + " AND position >= ? AND position < ? ORDER BY position",
                        first,
                        count);
        if (hashes.size() != count) {
            throw new IllegalStateException("the ledger lacks rows of its tree");
        }
        Frontier subtree = Frontier.empty();
        hashes.forEach(subtree::append);
        return subtree.root();
    }

    /** Hands over the content of the leaves from {@code first} to {@code end - 1} in their order, a few at a time. */
    public void contents(long first, long end, Consumer<String> consumer) {
        transaction.executeWithoutResult(status -> {
            JdbcTemplate cursor = new JdbcTemplate(Objects.requireNonNull(jdbc.getDataSource()));
            cursor.setFetchSize(FETCH_ROWS);
            cursor.query(
                    "SELECT content FROM firewarden.ledger_event WHERE seq >= ? AND seq < ? ORDER BY seq",
                    row -> {
                        consumer.accept(row.getString(1));
                    },
                    first,
                    end);
        });
    }

    private List<TreeHash> hashes(String sql, long first, long count) {
        return jdbc.query(sql, (row, i) -> TreeHash.of(row.getBytes(1)), first, first + count);
    }

    private Optional<TreeHead> head(String which) {
        return jdbc
                .query(
                        "SELECT size, frontier, last_leaf, latest FROM firewarden.ledger_head " + which,
                        (row, i) -> TreeHead.of(row))
                .stream()
                .findFirst();
    }
}
