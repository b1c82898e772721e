package org.firewarden.ledger.tree;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.firewarden.crypto.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree: 32 bytes of SHA-256. Leaves and inner nodes are hashed with different prefixes, so that neither can be
 * passed off as the other (RFC 6962, section 2.1).
 */
public final class TreeHash {

    /** How many bytes a hash has. */
    public static final int LENGTH = 32;

    /** The root of the tree without leaves: the digest of nothing. */
    public static final TreeHash OF_EMPTY_TREE = new TreeHash(Sha256.digest(new byte[0]));

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final byte[] bytes;

    private TreeHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The hash of a leaf with this content. */
    public static TreeHash ofLeaf(byte[] content) {
        return new TreeHash(Sha256.digest(LEAF, content));
    }

    /** The hash of the inner node over these two. */
    public static TreeHash ofNode(TreeHash left, TreeHash right) {
        return new TreeHash(Sha256.digest(NODE, left.bytes, right.bytes));
    }

    /**
     * A hash that was stored or sent.
     *
     * @throws IllegalArgumentException if it does not have 32 bytes
     */
    public static TreeHash of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a hash has 32 bytes");
        }
        return new TreeHash(bytes.clone());
    }

    /** A hash in base64 (RFC 4648, section 4) as {@link #toString()} writes it, or empty if it is not exactly that. */
    public static Optional<TreeHash> ofBase64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // The decoder overlooks bits behind the last byte; a proof with such bits is not the one that was made.
            return bytes.length == LENGTH
                            && Base64.getEncoder().encodeToString(bytes).equals(text)
                    ? Optional.of(new TreeHash(bytes))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Not base64 at all.
            return Optional.empty();
        }
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TreeHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The hash in base64. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
