package org.firewarden.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The clear text of sealed blocks, one block in memory at a time. A block opens only in its place. */
public abstract class SealedBlocks extends InputStream {

    /**
     * One block.
     *
     * @param subject what it was sealed as
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    public record Block(String subject, byte[] content) {}

    private final ContentKey key;
    private byte @Nullable [] current = new byte[0];
    private int at;

    /** Opens blocks with this key. */
    protected SealedBlocks(ContentKey key) {
        this.key = key;
    }

    /** The next block, or none. */
    protected abstract List<Block> next();

    /** Sees the clear text of each block in its order. */
    protected void opened(byte[] content) {}

    /** Called before the end is told. */
    protected void ended() throws IOException {}

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (current != null && at == current.length) {
            advance();
        }
        if (current == null) {
            return -1;
        }
        int count = Math.min(length, current.length - at);
        System.arraycopy(current, at, buffer, offset, count);
        at += count;
        return count;
    }

    private void advance() throws IOException {
        List<Block> block = next();
        at = 0;
        if (block.isEmpty()) {
            ended();
            current = null;
            return;
        }
        try {
            current = key.open(block.get(0).subject(), block.get(0).content());
        } catch (KeyRingException e) {
            throw new IOException("a sealed block was altered", e);
        }
        opened(current);
    }
}
