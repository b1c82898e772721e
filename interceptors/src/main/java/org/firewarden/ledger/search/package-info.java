/**
 * Finds events of the ledger and opens them: by what identifies somebody through keyed hashes, by codes through columns, by time.
 * Knows nothing of FHIR's face on it, so that accounting, breach assessment and retention ask here too.
 */
@NullMarked
package org.firewarden.ledger.search;

import org.jspecify.annotations.NullMarked;
