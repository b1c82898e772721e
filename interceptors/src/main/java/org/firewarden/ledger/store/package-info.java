/**
 * The ledger's tables: appending a batch to the tree in one transaction, the content keys, and where proofs find their hashes.
 * Knows nothing of requests or FHIR.
 */
@NullMarked
package org.firewarden.ledger.store;

import org.jspecify.annotations.NullMarked;
