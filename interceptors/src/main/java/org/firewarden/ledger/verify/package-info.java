/**
 * The offline verifier: tells from an export, a checkpoint and the public keys alone whether the ledger is complete and unaltered,
 * and if not, where it stops being so. Knows no Spring, no FHIR and no database.
 */
@NullMarked
package org.firewarden.ledger.verify;

import org.jspecify.annotations.NullMarked;
