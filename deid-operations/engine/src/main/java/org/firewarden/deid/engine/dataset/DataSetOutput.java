package org.firewarden.deid.engine.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Where a run writes. Nothing of it counts as released before {@link #release}; a run that fails calls {@link #discard} instead.
 */
public interface DataSetOutput {

    /** Begins a file, for example {@code Patient.ndjson} or {@code quarantine/000001.sealed}; the run closes it. */
    OutputStream create(String name) throws IOException;

    /** All files are whole. */
    void release() throws IOException;

    /** Takes away what was begun. */
    void discard() throws IOException;

    /**
     * A folder that is empty or does not exist.
     *
     * @throws InputException if it is not so
     */
    static DataSetOutput of(Path folder) throws IOException {
        return new OutputFolder(folder);
    }
}
