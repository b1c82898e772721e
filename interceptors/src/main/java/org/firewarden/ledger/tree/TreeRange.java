package org.firewarden.ledger.tree;

/**
 * Leaves {@code start} to {@code end - 1} as they form a node of a tree: each left part holds the largest power of two that is
 * smaller than the whole (RFC 6962, section 2.1).
 */
record TreeRange(long start, long end) {

    long leaves() {
        return end - start;
    }

    TreeRange left() {
        return new TreeRange(start, start + Long.highestOneBit(leaves() - 1));
    }

    TreeRange right() {
        return new TreeRange(start + Long.highestOneBit(leaves() - 1), end);
    }

    TreeHash root(Subtrees subtrees) {
        int level = Long.numberOfTrailingZeros(leaves());
        return leaves() == 1L << level
                ? subtrees.root(level, start >> level)
                : TreeHash.ofNode(left().root(subtrees), right().root(subtrees));
    }
}
