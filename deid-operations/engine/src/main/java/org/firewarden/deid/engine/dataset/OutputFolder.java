package org.firewarden.deid.engine.dataset;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A folder in which files bear temporary names until the whole run is released. */
final class OutputFolder implements DataSetOutput {

    private record File(Path temporary, Path named) {}

    private final Path folder;
    private final List<File> files = new ArrayList<>();

    OutputFolder(Path folder) throws IOException {
        requireEmpty(folder);
        this.folder = folder;
    }

    static void requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new InputException("the output is not a folder");
        }
        try (Stream<Path> list = Files.list(folder)) {
            if (list.findAny().isPresent()) {
                throw new InputException("the output folder is not empty");
            }
        }
    }

    @Override
    public OutputStream create(String name) throws IOException {
        Path named = folder.resolve(name);
        Path temporary = named.resolveSibling("." + named.getFileName() + ".part");
        Files.createDirectories(named.getParent());
        files.add(new File(temporary, named));
        return new BufferedOutputStream(
                Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public void release() throws IOException {
        for (File file : files) {
            Files.move(file.temporary(), file.named(), StandardCopyOption.ATOMIC_MOVE);
        }
        files.clear();
    }

    @Override
    public void discard() throws IOException {
        for (File file : files) {
            Files.deleteIfExists(file.temporary());
        }
        files.clear();
    }
}
