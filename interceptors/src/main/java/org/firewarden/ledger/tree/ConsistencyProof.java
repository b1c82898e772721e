package org.firewarden.ledger.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * Shows that a tree is the beginning of a later one (RFC 6962, section 2.1.2).
 *
 * @param first how many leaves the earlier tree has, at least one
 * @param second how many leaves the later tree has, at least as many
 * @param path the nodes that tie both together
 */
public record ConsistencyProof(long first, long second, List<TreeHash> path) {

    /** Refuses sizes in the wrong order, and a first tree without leaves, which is the beginning of each. */
    public ConsistencyProof {
        if (first < 1 || first > second) {
            throw new IllegalArgumentException("the first tree has at least one leaf and at most those of the second");
        }
        path = List.copyOf(path);
    }

    /**
     * Makes the proof.
     *
     * @throws IllegalArgumentException if the sizes are in the wrong order or the first is 0
     */
    public static ConsistencyProof of(long first, long second, Subtrees subtrees) {
        ConsistencyProof sizes = new ConsistencyProof(first, second, List.of());
        List<TreeHash> path = new ArrayList<>();
        if (first < second) {
            collect(new TreeRange(0, second), first, true, subtrees, path);
        }
        return new ConsistencyProof(sizes.first, sizes.second, path);
    }

    /** True if the tree with the first root is the beginning of the tree with the second (RFC 9162, section 2.1.4.2). */
    public boolean holds(TreeHash firstRoot, TreeHash secondRoot) {
        if (first == second) {
            return path.isEmpty() && firstRoot.equals(secondRoot);
        }
        List<TreeHash> hashes = new ArrayList<>();
        if (Long.bitCount(first) == 1) {
            hashes.add(firstRoot);
        }
        hashes.addAll(path);
        if (hashes.isEmpty()) {
            return false;
        }
        long node = first - 1;
        long last = second - 1;
        while ((node & 1) == 1) {
            node >>= 1;
            last >>= 1;
        }
        TreeHash earlier = hashes.get(0);
        TreeHash later = hashes.get(0);
        for (TreeHash hash : hashes.subList(1, hashes.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                earlier = TreeHash.ofNode(hash, earlier);
                later = TreeHash.ofNode(hash, later);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                later = TreeHash.ofNode(later, hash);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && earlier.equals(firstRoot) && later.equals(secondRoot);
    }

    /** SUBPROOF of RFC 6962: a subtree that is the whole first tree is known to who verifies, and is left out. */
    private static void collect(
            TreeRange range, long first, boolean isWholeFirst, Subtrees subtrees, List<TreeHash> path) {
        if (first == range.end()) {
            if (!isWholeFirst) {
                path.add(range.root(subtrees));
            }
            return;
        }
        TreeRange left = range.left();
        TreeRange right = range.right();
        if (first <= left.end()) {
            collect(left, first, isWholeFirst, subtrees, path);
            path.add(right.root(subtrees));
        } else {
            collect(right, first, false, subtrees, path);
            path.add(left.root(subtrees));
        }
    }
}
