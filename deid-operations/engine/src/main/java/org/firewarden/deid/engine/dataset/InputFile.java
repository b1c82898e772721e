package org.firewarden.deid.engine.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A file of the input. File names may hold the names of patients, so it is spoken of by its number.
 *
 * @param number its place in the order of names, from 1
 * @param path where it lies
 * @param isNdjson one resource a line; else one JSON document, a Bundle or a resource
 */
record InputFile(int number, Path path, boolean isNdjson) {

    /** The files of a folder that are NDJSON or JSON, ordered by name. */
    static List<InputFile> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new InputException("the input is not a folder");
        }
        List<Path> paths;
        try (Stream<Path> list = Files.list(folder)) {
            paths = list.filter(Files::isRegularFile).sorted().toList();
        }
        List<InputFile> files = new ArrayList<>();
        for (Path path : paths) {
            String name = path.toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".ndjson") || name.endsWith(".json")) {
                files.add(new InputFile(files.size() + 1, path, name.endsWith(".ndjson")));
            }
        }
        if (files.isEmpty()) {
            throw new InputException("the input folder holds no *.ndjson and no *.json file");
        }
        return files;
    }
}
