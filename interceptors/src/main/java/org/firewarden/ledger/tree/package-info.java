/**
 * The Merkle tree of RFC 6962, section 2: hashes, the running root, inclusion and consistency proofs and how they are verified.
 * Pure: knows neither events nor a database, and is part of the offline verifier.
 */
@NullMarked
package org.firewarden.ledger.tree;

import org.jspecify.annotations.NullMarked;
