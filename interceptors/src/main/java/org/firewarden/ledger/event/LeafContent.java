package org.firewarden.ledger.event;

import java.nio.charset.StandardCharsets;
import org.firewarden.ledger.tree.TreeHash;

/**
 * What a leaf of the tree is the hash of: the event, its place, and the hash of the leaf before it, as canonical JSON. The place
 * tells which event is missing or moved; the chain tells which one was altered. The leaf before the first is the empty tree.
 */
public final class LeafContent {

    private LeafContent() {}

    /**
     * Puts it together.
     *
     * @param event canonical JSON
     */
    public static String of(String event, long index, TreeHash previous) {
        return "{\"event\":" + event + ",\"index\":" + index + ",\"previous\":\"" + previous + "\"}";
    }

    /** The hash of the leaf with this content. */
    public static TreeHash hash(String content) {
        return TreeHash.ofLeaf(content.getBytes(StandardCharsets.UTF_8));
    }

    /** The event in the content of a leaf. */
    static String event(String content) {
        return content.substring("{\"event\":".length(), content.lastIndexOf(",\"index\":"));
    }
}
