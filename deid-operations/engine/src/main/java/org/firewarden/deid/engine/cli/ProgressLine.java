package org.firewarden.deid.engine.cli;

import java.io.PrintWriter;
import java.util.function.LongSupplier;
import org.firewarden.deid.engine.dataset.Progress;

/** One line on the terminal that is written over, at most five times a second. */
final class ProgressLine implements Progress {

    private static final long INTERVAL_NANOS = 200_000_000L;

    private final PrintWriter out;
    private final LongSupplier nanoClock;
    private long last;
    private boolean isShown;

    ProgressLine(PrintWriter out, LongSupplier nanoClock) {
        this.out = out;
        this.nanoClock = nanoClock;
        this.last = nanoClock.getAsLong();
    }

    @Override
    public void at(int pass, long resources, int file, int files) {
        long now = nanoClock.getAsLong();
        if (now - last >= INTERVAL_NANOS) {
            last = now;
            isShown = true;
            out.print("\rpass " + pass + " of 2: file " + file + " of " + files + ", " + resources + " resources ");
            out.flush();
        }
    }

    /** Ends the line, if there is one. */
    void end() {
        if (isShown) {
            out.println();
        }
    }
}
