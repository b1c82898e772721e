package org.firewarden.ledger.checkpoint;

import java.util.Map;

/**
 * How the ledger is, for health and metrics.
 *
 * @param isIntact whether the events that were read again made up the head that was to be signed
 * @param isSigning whether the last attempt at keeping checkpoints went through
 * @param size how many events there are
 * @param signedSize how many of them are under a checkpoint
 * @param witnesses for each witness by name, whether it took all that it was given
 */
public record LedgerStatus(
        boolean isIntact, boolean isSigning, long size, long signedSize, Map<String, Boolean> witnesses) {

    /** Copies the map. */
    public LedgerStatus {
        witnesses = Map.copyOf(witnesses);
    }
}
