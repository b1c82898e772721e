package org.firewarden.ledger.checkpoint;

import java.io.IOException;
import org.firewarden.ledger.note.Checkpoint;

/**
 * Somebody outside the database who keeps checkpoints, so that the whole database cannot be replaced unnoticed. Each gets every
 * checkpoint in order, at least once.
 */
public interface Witness {

    /** A name for logs, metrics and the record of what was delivered; never changes. */
    String name();

    /**
     * Hands a checkpoint over.
     *
     * @param note the checkpoint as it was signed
     * @throws IOException if it was not taken; it is tried again
     */
    void publish(Checkpoint checkpoint, String note) throws IOException, InterruptedException;
}
