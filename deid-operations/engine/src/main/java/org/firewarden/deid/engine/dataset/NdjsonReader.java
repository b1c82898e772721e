package org.firewarden.deid.engine.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.firewarden.deid.engine.stream.Links;

/** Cuts an NDJSON file into chunks of whole lines, holding one chunk at a time. */
final class NdjsonReader {

    private static final int BLOCK = 1 << 20;
    private static final int LONGEST_LINE = 1 << 28;

    private final InputFile file;
    private final ChunkSink sink;
    private long line;

    NdjsonReader(InputFile file, ChunkSink sink) {
        this.file = file;
        this.sink = sink;
    }

    void read() throws IOException {
        try (InputStream in = file.open()) {
            byte[] buffer = new byte[BLOCK];
            int filled = 0;
            while (true) {
                int count = in.readNBytes(buffer, filled, buffer.length - filled);
                filled += count;
                if (filled < buffer.length) {
                    emit(buffer, filled);
                    return;
                }
                int cut = lastNewline(buffer, filled) + 1;
                if (cut == 0) {
                    if (buffer.length >= LONGEST_LINE) {
                        throw new InputException(
                                "file " + file.number() + ", line " + (line + 1) + " is longer than 256 MiB");
                    }
                    buffer = Arrays.copyOf(buffer, buffer.length * 2);
                    continue;
                }
                emit(buffer, cut);
                // The chunk keeps its buffer; the next one starts with the line that was cut.
                byte[] next = new byte[Math.max(BLOCK, filled - cut)];
                System.arraycopy(buffer, cut, next, 0, filled - cut);
                filled -= cut;
                buffer = next;
            }
        }
    }

    private void emit(byte[] buffer, int end) throws IOException {
        List<Chunk.Item> items = new ArrayList<>();
        int start = 0;
        while (start < end) {
            int stop = start;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            line++;
            if (!isBlank(buffer, start, stop)) {
                items.add(new Chunk.Item(line, buffer, start, stop - start, null));
            }
            start = stop + 1;
        }
        if (!items.isEmpty()) {
            sink.accept(new Chunk(file.number(), Links.NONE, items));
        }
    }

    private static boolean isBlank(byte[] buffer, int start, int stop) {
        for (int i = start; i < stop; i++) {
            if (buffer[i] > ' ' || buffer[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static int lastNewline(byte[] buffer, int filled) {
        int i = filled - 1;
        while (i >= 0 && buffer[i] != '\n') {
            i--;
        }
        return i;
    }
}
