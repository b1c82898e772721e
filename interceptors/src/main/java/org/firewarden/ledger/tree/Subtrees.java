package org.firewarden.ledger.tree;

/** Where the roots of complete subtrees are found when a proof is made. */
@FunctionalInterface
public interface Subtrees {

    /**
     * The root of a complete subtree.
     *
     * @param level its height: 0 is a leaf, and it has {@code 2^level} leaves
     * @param index its place among the subtrees of this height, from 0
     */
    TreeHash root(int level, long index);
}
