package org.firewarden.ledger.store;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.firewarden.ledger.tree.Frontier;
import org.firewarden.ledger.tree.TreeHash;

/**
 * A row of {@code firewarden.ledger_head}: the tree as a batch left it.
 *
 * @param frontier its right edge
 * @param lastLeaf the hash of its last leaf, or the empty tree's
 * @param latest the latest time of recording in it
 */
public record TreeHead(Frontier frontier, TreeHash lastLeaf, Instant latest) {

    /** The tree before the first event. */
    static TreeHead empty() {
        return new TreeHead(Frontier.empty(), TreeHash.OF_EMPTY_TREE, Instant.EPOCH);
    }

    static TreeHead of(ResultSet row) throws SQLException {
        byte[] hashes = row.getBytes("frontier");
        List<TreeHash> subtrees = new ArrayList<>();
        for (int at = 0; at < hashes.length; at += TreeHash.LENGTH) {
            subtrees.add(TreeHash.of(Arrays.copyOfRange(hashes, at, at + TreeHash.LENGTH)));
        }
        return new TreeHead(
                Frontier.of(row.getLong("size"), subtrees),
                TreeHash.of(row.getBytes("last_leaf")),
                row.getTimestamp("latest").toInstant());
    }

    /** How many events there are. */
    public long size() {
        return frontier.size();
    }

    byte[] encodedFrontier() {
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        frontier.subtrees().forEach(hash -> hashes.writeBytes(hash.bytes()));
        return hashes.toByteArray();
    }
}
