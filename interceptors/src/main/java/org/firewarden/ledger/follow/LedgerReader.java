package org.firewarden.ledger.follow;

import java.io.IOException;
import java.util.List;

/** What a {@link LedgerFollower} does with the events. */
@FunctionalInterface
public interface LedgerReader {

    /**
     * Takes events in their order. They come again until {@code taken} has run, also after a restart, and on another node; so
     * it runs once they are durable where they go.
     *
     * @param events at least one
     * @param taken notes that these events need not come again; may run within the reader's own transaction
     * @throws IOException if they could not be taken; they are offered again
     */
    void take(List<LedgerLeaf> events, Runnable taken) throws IOException, InterruptedException;
}
