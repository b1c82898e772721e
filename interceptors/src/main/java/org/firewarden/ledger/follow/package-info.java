/**
 * Whoever reads the ledger from its beginning to its end and goes on as events come: how far each has read is kept in the database,
 * one node reads at a time, and nothing is left out. Knows nothing of what is done with the events.
 */
@NullMarked
package org.firewarden.ledger.follow;

import org.jspecify.annotations.NullMarked;
