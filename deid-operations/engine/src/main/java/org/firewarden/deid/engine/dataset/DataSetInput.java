package org.firewarden.deid.engine.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** What a run reads: NDJSON files and JSON documents, wherever they lie. A run reads each of them more than once. */
public interface DataSetInput {

    /** One file. It is spoken of by its number, since its name may hold the name of a patient. */
    interface Part {
        /** True for one resource a line; false for one JSON document, a Bundle or a resource. */
        boolean isNdjson();

        /** The clear text from its beginning; the caller closes it. */
        InputStream open() throws IOException;
    }

    /** The files, in the same order each time. */
    List<Part> parts();

    /**
     * The {@code *.ndjson} and {@code *.json} files of a folder, ordered by name.
     *
     * @throws InputException if it is no folder, or holds none
     */
    static DataSetInput of(Path folder) throws IOException {
        List<Part> parts = List.copyOf(InputFolder.files(folder));
        return () -> parts;
    }
}
