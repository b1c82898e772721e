/**
 * Signing the tree's head at least each minute and every 10,000 events, after the events since the last time were read again and
 * found to make up the head, and pushing it to witnesses outside the database.
 */
@NullMarked
package org.firewarden.ledger.checkpoint;

import org.jspecify.annotations.NullMarked;
