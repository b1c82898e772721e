package org.firewarden.ledger.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The right edge of a tree: the roots of the complete subtrees that its leaves fall into, the largest first. That is all that
 * is needed to add leaves and to know the root, and there are as many as the size has binary ones. Not safe for many threads.
 */
public final class Frontier {

    private final List<TreeHash> subtrees;
    private long size;

    private Frontier(long size, List<TreeHash> subtrees) {
        this.size = size;
        this.subtrees = subtrees;
    }

    /** Of the tree without leaves. */
    public static Frontier empty() {
        return new Frontier(0, new ArrayList<>());
    }

    /**
     * A frontier that was stored.
     *
     * @param subtrees the largest first
     * @throws IllegalArgumentException if there are not as many subtrees as a tree of this size has
     */
    public static Frontier of(long size, List<TreeHash> subtrees) {
        if (size < 0 || subtrees.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException("not the frontier of a tree of this size");
        }
        return new Frontier(size, new ArrayList<>(subtrees));
    }

    /** The frontier of a tree of this size whose subtrees are found there. */
    public static Frontier of(long size, Subtrees tree) {
        List<TreeHash> roots = new ArrayList<>();
        for (long start = 0, rest = size; rest > 0; rest = size - start) {
            int level = 63 - Long.numberOfLeadingZeros(rest);
            roots.add(tree.root(level, start >> level));
            start += 1L << level;
        }
        return of(size, roots);
    }

    /** How many leaves the tree has. */
    public long size() {
        return size;
    }

    /** The roots of the complete subtrees, the largest first. */
    public List<TreeHash> subtrees() {
        return Collections.unmodifiableList(subtrees);
    }

    /** A frontier that goes its own way from here. */
    public Frontier copy() {
        return new Frontier(size, new ArrayList<>(subtrees));
    }

    /** Adds a leaf. */
    public void append(TreeHash leaf) {
        append(leaf, (level, index, hash) -> {});
    }

    /** Adds a leaf and tells of each subtree above it that is complete with it, the lowest first. */
    public void append(TreeHash leaf, CompletedSubtrees completed) {
        TreeHash hash = leaf;
        long index = size;
        for (int level = 1; (index & 1) == 1; level++) {
            hash = TreeHash.ofNode(subtrees.remove(subtrees.size() - 1), hash);
            index >>= 1;
            completed.accept(level, index, hash);
        }
        subtrees.add(hash);
        size++;
    }

    /** The root of the tree (RFC 6962, section 2.1, MTH). */
    public TreeHash root() {
        if (subtrees.isEmpty()) {
            return TreeHash.OF_EMPTY_TREE;
        }
        TreeHash root = subtrees.get(subtrees.size() - 1);
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            root = TreeHash.ofNode(subtrees.get(i), root);
        }
        return root;
    }

    /** Hears of subtrees that have become complete. */
    @FunctionalInterface
    public interface CompletedSubtrees {

        /**
         * Takes the root of a complete subtree.
         *
         * @param level its height: it has {@code 2^level} leaves
         * @param index its place among the subtrees of this height, from 0
         */
        void accept(int level, long index, TreeHash hash);
    }
}
