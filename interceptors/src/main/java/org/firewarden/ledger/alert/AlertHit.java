package org.firewarden.ledger.alert;

import java.time.Instant;
import org.firewarden.audit.AuditEntry;

/**
 * An event that counts for a pattern.
 *
 * @param actor the keyed hash of who did it, in hexadecimal
 * @param item what is counted once only, as a keyed hash in hexadecimal; empty where each event counts
 * @param event the event
 */
record AlertHit(AlertPattern pattern, String actor, String item, AuditEntry event) {

    Instant recorded() {
        return event.recorded();
    }
}
