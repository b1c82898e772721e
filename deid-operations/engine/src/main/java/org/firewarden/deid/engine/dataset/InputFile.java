package org.firewarden.deid.engine.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of the input under the number that it is spoken of by.
 *
 * @param number its place in the input, from 1
 * @param part where it is read
 */
record InputFile(int number, DataSetInput.Part part) {

    static List<InputFile> in(DataSetInput input) {
        List<InputFile> files = new ArrayList<>();
        input.parts().forEach(part -> files.add(new InputFile(files.size() + 1, part)));
        return files;
    }

    InputStream open() throws IOException {
        return part.open();
    }

    boolean isNdjson() {
        return part.isNdjson();
    }
}
