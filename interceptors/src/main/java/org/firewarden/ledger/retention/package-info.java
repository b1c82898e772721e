/**
 * How long the ledger stays legible, and how it ends: retention, legal holds, disposal of content keys with a certificate. Knows
 * keys and whose they are by keyed hash; opens no event.
 */
@NullMarked
package org.firewarden.ledger.retention;

import org.jspecify.annotations.NullMarked;
