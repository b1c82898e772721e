package org.firewarden.train.cohort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The NDJSON files of a folder, named by their type: {@code Observation.ndjson}, {@code Observation.1.ndjson}. */
public final class FolderFiles implements ResourceFiles {

    private final Path folder;
    private final List<ResourceFile> files = new ArrayList<>();

    /** Lists a folder. */
    public FolderFiles(Path folder) throws IOException {
        this.folder = folder;
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.sorted().toList()) {
                String name = String.valueOf(path.getFileName());
                if (name.endsWith(".ndjson")) {
                    files.add(new ResourceFile(name, name.substring(0, name.indexOf('.')), Files.size(path)));
                }
            }
        }
    }

    @Override
    public List<ResourceFile> files() {
        return List.copyOf(files);
    }

    @Override
    public InputStream open(ResourceFile file) throws IOException {
        return Files.newInputStream(folder.resolve(file.name()));
    }
}
