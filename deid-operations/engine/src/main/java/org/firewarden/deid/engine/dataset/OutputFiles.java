package org.firewarden.deid.engine.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firewarden.crypto.Sha256;

/**
 * The NDJSON files of the output, one series for each resource type, named by the type because names of input files may hold
 * names of patients.
 */
final class OutputFiles {

    /** A file starts anew behind this size, so that a data set can be handed on in parts. */
    private static final long LARGEST = 64L << 20;

    private final DataSetOutput output;
    private final Map<String, Part> open = new TreeMap<>();
    private final List<Part> all = new ArrayList<>();

    OutputFiles(DataSetOutput output) {
        this.output = output;
    }

    void append(String type, ChunkResult.Lines lines) throws IOException {
        Part part = open.get(type);
        if (part != null && part.bytes > LARGEST) {
            part.out.close();
            part = null;
        }
        if (part == null) {
            long number = all.stream().filter(p -> p.type.equals(type)).count() + 1;
            part = new Part(output, type, number);
            open.put(type, part);
            all.add(part);
        }
        byte[] bytes = lines.bytes();
        part.out.write(bytes);
        part.digest.update(bytes);
        part.bytes += bytes.length;
        part.resources += lines.count();
    }

    /** Closes all files and says what they are, ordered by name. */
    List<WrittenFile> finish() throws IOException {
        close();
        List<WrittenFile> written = new ArrayList<>();
        all.sort(Comparator.comparing(part -> part.name));
        for (Part part : all) {
            written.add(new WrittenFile(part.name, part.type, part.resources, part.bytes, part.digest.hex()));
        }
        return written;
    }

    void close() throws IOException {
        for (Part part : open.values()) {
            part.out.close();
        }
        open.clear();
    }

    /** A file that is being written. */
    private static final class Part {
        private final String type;
        private final String name;
        private final OutputStream out;
        private final Sha256.Running digest = new Sha256.Running();
        private long bytes;
        private long resources;

        Part(DataSetOutput output, String type, long number) throws IOException {
            this.type = type;
            this.name = number == 1 ? type + ".ndjson" : type + "." + number + ".ndjson";
            this.out = output.create(name);
        }
    }
}
