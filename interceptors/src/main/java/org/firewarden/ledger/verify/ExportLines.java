package org.firewarden.ledger.verify;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of an export, as bytes. The last must end in a newline like all others. */
final class ExportLines {

    private static final int BUFFER = 1 << 16;
    private static final int LONGEST = 1 << 24;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int filled;

    ExportLines(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER);
    }

    /** The next line without its end, or null behind the last. What follows the last newline counts as no line. */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (at == filled) {
                filled = in.read(buffer);
                at = 0;
                if (filled < 0) {
                    filled = 0;
                    return null;
                }
            }
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, at, end - at);
            boolean isWhole = end < filled;
            at = isWhole ? end + 1 : end;
            if (isWhole) {
                return line.toByteArray();
            }
            if (line.size() > LONGEST) {
                throw new IOException("a line of the export is longer than any event");
            }
        }
    }
}
