package org.firewarden.deid.operation.export;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.crypto.Sha256;
import org.firewarden.dataset.DataFile;
import org.firewarden.deid.engine.dataset.DataSetOutput;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what the engine writes, and knows the documents among it: {@code manifest.json}, {@code risk.json} and
 * {@code certificate.json}, by which the data set is verified (firewarden-deid verify).
 */
final class Documents implements DataSetOutput {

    private static final String SUFFIX = ".json";

    private final List<DataFile> files = new ArrayList<>();
    private @Nullable DataSetOutput output;

    /** Begins anew, for another round of the engine. */
    void begin(DataSetOutput to) {
        files.clear();
        output = to;
    }

    /** The documents that were written whole. */
    List<DataFile> files() {
        return List.copyOf(files);
    }

    @Override
    public OutputStream create(String name) throws IOException {
        OutputStream to = output().create(name);
        return name.endsWith(SUFFIX) ? new Counted(name, to) : to;
    }

    @Override
    public void release() throws IOException {
        output().release();
    }

    @Override
    public void discard() throws IOException {
        output().discard();
    }

    private DataSetOutput output() {
        if (output == null) {
            throw new IllegalStateException("nothing was begun");
        }
        return output;
    }

    private final class Counted extends FilterOutputStream {

        private final String name;
        private final Sha256.Running digest = new Sha256.Running();
        private long bytes;
        private boolean isClosed;

        Counted(String name, OutputStream to) {
            super(to);
            this.name = name;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] content, int offset, int length) throws IOException {
            out.write(content, offset, length);
            digest.update(java.util.Arrays.copyOfRange(content, offset, offset + length));
            bytes += length;
        }

        @Override
        public void close() throws IOException {
            super.close();
            if (!isClosed) {
                isClosed = true;
                files.add(new DataFile(name, DataFile.DOCUMENT, 1, bytes, digest.hex()));
            }
        }
    }
}
