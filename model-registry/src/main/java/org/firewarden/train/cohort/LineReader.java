package org.firewarden.train.cohort;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a file as bytes, without making text of them. For one thread. */
final class LineReader {

    private static final int MAXIMUM_LINE = 16 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private byte[] line = new byte[1 << 12];

    LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line that is not empty, or null at the end. */
    byte @Nullable [] next() throws IOException {
        while (true) {
            int length = 0;
            boolean isEnd = false;
            while (!isEnd) {
                if (position == limit && !refill()) {
                    if (length == 0) {
                        return null;
                    }
                    break;
                }
                int from = position;
                while (position < limit && buffer[position] != '\n') {
                    position++;
                }
                length = append(length, from);
                if (position < limit) {
                    position++;
                    isEnd = true;
                }
            }
            if (length > 1 || (length == 1 && line[0] > ' ')) {
                return Arrays.copyOf(line, length);
            }
        }
    }

    private int append(int length, int from) throws IOException {
        int more = position - from;
        if (length + more > MAXIMUM_LINE) {
            throw new IOException("a line is longer than 16 MiB");
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(length + more, 2 * line.length));
        }
        System.arraycopy(buffer, from, line, length, more);
        return length + more;
    }

    private boolean refill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }
}
