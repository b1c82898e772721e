package org.firewarden.ledger.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * Shows that a leaf is at its place in a tree (RFC 6962, section 2.1.1).
 *
 * @param index the place of the leaf, from 0
 * @param size how many leaves the tree has
 * @param path the siblings on the way from the leaf to the root
 */
public record InclusionProof(long index, long size, List<TreeHash> path) {

    /** Refuses a place that the tree does not have. */
    public InclusionProof {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("a tree of this size has no such leaf");
        }
        path = List.copyOf(path);
    }

    /**
     * Makes the proof.
     *
     * @throws IllegalArgumentException if a tree of this size has no such leaf
     */
    public static InclusionProof of(long index, long size, Subtrees subtrees) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("a tree of this size has no such leaf");
        }
        List<TreeHash> path = new ArrayList<>();
        TreeRange range = new TreeRange(0, size);
        collect(range, index, subtrees, path);
        return new InclusionProof(index, size, path);
    }

    /** True if the leaf with this hash is at its place in the tree with this root (RFC 9162, section 2.1.3.2). */
    public boolean isOf(TreeHash leaf, TreeHash root) {
        long node = index;
        long last = size - 1;
        TreeHash hash = leaf;
        for (TreeHash sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = TreeHash.ofNode(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = TreeHash.ofNode(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    private static void collect(TreeRange range, long index, Subtrees subtrees, List<TreeHash> path) {
        if (range.leaves() == 1) {
            return;
        }
        TreeRange left = range.left();
        TreeRange right = range.right();
        boolean isLeft = index < left.end();
        collect(isLeft ? left : right, index, subtrees, path);
        path.add((isLeft ? right : left).root(subtrees));
    }
}
