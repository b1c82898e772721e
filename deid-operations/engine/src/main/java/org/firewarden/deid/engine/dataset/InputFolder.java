package org.firewarden.deid.engine.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Input files that lie in a folder. */
final class InputFolder {

    private record File(Path path, boolean isNdjson) implements DataSetInput.Part {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }
    }

    private InputFolder() {}

    /** The files of a folder that are NDJSON or JSON, ordered by name. */
    static List<DataSetInput.Part> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new InputException("the input is not a folder");
        }
        List<Path> paths;
        try (Stream<Path> list = Files.list(folder)) {
            paths = list.filter(Files::isRegularFile).sorted().toList();
        }
        List<DataSetInput.Part> files = new ArrayList<>();
        for (Path path : paths) {
            String name = path.toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".ndjson") || name.endsWith(".json")) {
                files.add(new File(path, name.endsWith(".ndjson")));
            }
        }
        if (files.isEmpty()) {
            throw new InputException("the input folder holds no *.ndjson and no *.json file");
        }
        return files;
    }
}
