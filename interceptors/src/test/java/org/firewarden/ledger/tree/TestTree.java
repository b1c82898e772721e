package org.firewarden.ledger.tree;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tree in memory, and roots by the definition of RFC 6962, section 2.1, which the clever ways are held against. */
public final class TestTree implements Subtrees {

    private final List<TreeHash> leaves;
    private final Map<TreeRange, TreeHash> known = new HashMap<>();

    /** Over these leaves. */
    public TestTree(List<TreeHash> leaves) {
        this.leaves = List.copyOf(leaves);
    }

    @Override
    public TreeHash root(int level, long index) {
        return root(new TreeRange(index << level, (index + 1) << level));
    }

    /** The root of the tree of the first leaves. */
    public TreeHash root(long size) {
        return size == 0 ? TreeHash.OF_EMPTY_TREE : root(new TreeRange(0, size));
    }

    private TreeHash root(TreeRange range) {
        @Nullable TreeHash found = known.get(range);
        if (found == null) {
            found = range.leaves() == 1
                    ? leaves.get((int) range.start())
                    : TreeHash.ofNode(root(range.left()), root(range.right()));
            known.put(range, found);
        }
        return found;
    }
}
