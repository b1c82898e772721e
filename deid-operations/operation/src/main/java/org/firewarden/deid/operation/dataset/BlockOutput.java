package org.firewarden.deid.operation.dataset;

import java.io.IOException;
import java.io.OutputStream;
import org.firewarden.deid.engine.dataset.DataSetOutput;

/** Where a run of the engine writes: each file as sealed blocks of a draft. */
final class BlockOutput implements DataSetOutput {

    private static final int BLOCK = 1 << 20;

    private final DataSetDrafts drafts;
    private final DataSetDrafts.Draft draft;

    BlockOutput(DataSetDrafts drafts, DataSetDrafts.Draft draft) {
        this.drafts = drafts;
        this.draft = draft;
    }

    @Override
    public OutputStream create(String name) {
        return new OutputStream() {
            private byte[] buffer = new byte[BLOCK];
            private int filled;
            private int block;

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                int at = offset;
                int left = length;
                while (left > 0) {
                    int count = Math.min(left, BLOCK - filled);
                    System.arraycopy(bytes, at, buffer, filled, count);
                    filled += count;
                    at += count;
                    left -= count;
                    if (filled == BLOCK) {
                        emit();
                    }
                }
            }

            @Override
            public void close() {
                if (filled > 0) {
                    emit();
                }
            }

            private void emit() {
                byte[] content = new byte[filled];
                System.arraycopy(buffer, 0, content, 0, filled);
                drafts.block(draft, name, block++, content);
                buffer = new byte[BLOCK];
                filled = 0;
            }
        };
    }

    /** The draft is released by its job, when the Consents have been looked at once more. */
    @Override
    public void release() {
        drafts.filled(draft);
    }

    @Override
    public void discard() {
        drafts.discardUnfilled(draft);
    }
}
