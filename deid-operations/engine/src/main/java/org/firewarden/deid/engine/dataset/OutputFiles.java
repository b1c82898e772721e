package org.firewarden.deid.engine.dataset;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firewarden.crypto.Sha256;

/**
 * The NDJSON files of the output, one series for each resource type, named by the type because names of input files may hold
 * names of patients. They bear temporary names until the whole run is released.
 */
final class OutputFiles implements AutoCloseable {

    /** A file starts anew behind this size, so that its hash can be taken in memory. */
    private static final long LARGEST = 64L << 20;

    /**
     * One file of the output.
     *
     * @param name its name
     * @param type the resource type in it
     */
    record Written(String name, String type, long resources, long bytes, String sha256) {}

    private final Path folder;
    private final Map<String, Part> open = new TreeMap<>();
    private final List<Part> all = new ArrayList<>();

    OutputFiles(Path folder) {
        this.folder = folder;
    }

    void append(String type, ChunkResult.Lines lines) throws IOException {
        Part part = open.get(type);
        if (part != null && part.bytes > LARGEST) {
            part.out.close();
            part = null;
        }
        if (part == null) {
            long number = all.stream().filter(p -> p.type.equals(type)).count() + 1;
            part = new Part(folder, type, number);
            open.put(type, part);
            all.add(part);
        }
        byte[] bytes = lines.bytes();
        part.out.write(bytes);
        part.bytes += bytes.length;
        part.resources += lines.count();
    }

    /** Gives all files their names; before that nothing of the output counts as released. */
    List<Written> release() throws IOException {
        closeParts();
        List<Written> written = new ArrayList<>();
        all.sort(Comparator.comparing(part -> part.name));
        for (Part part : all) {
            String sha256 = Sha256.hex(Files.readAllBytes(part.temporary));
            Files.move(part.temporary, folder.resolve(part.name), StandardCopyOption.ATOMIC_MOVE);
            written.add(new Written(part.name, part.type, part.resources, part.bytes, sha256));
        }
        return written;
    }

    /** Takes away what was not released. */
    @Override
    public void close() throws IOException {
        closeParts();
        for (Part part : all) {
            Files.deleteIfExists(part.temporary);
        }
    }

    private void closeParts() throws IOException {
        for (Part part : open.values()) {
            part.out.close();
        }
    }

    /** A file that is being written. */
    private static final class Part {
        private final String type;
        private final String name;
        private final Path temporary;
        private final OutputStream out;
        private long bytes;
        private long resources;

        Part(Path folder, String type, long number) throws IOException {
            this.type = type;
            this.name = number == 1 ? type + ".ndjson" : type + "." + number + ".ndjson";
            this.temporary = folder.resolve("." + name + ".part");
            this.out = new BufferedOutputStream(
                    Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        }
    }
}
