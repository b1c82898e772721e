/**
 * Patterns in the ledger that somebody should look at: who is refused again and again, who opens the record of somebody known or of
 * their own household, who reads much at night. Counted from the ledger's events, so that all nodes and all restarts see one count.
 */
@NullMarked
package org.firewarden.ledger.alert;

import org.jspecify.annotations.NullMarked;
