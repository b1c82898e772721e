/**
 * Signed checkpoints as the transparency community writes them (C2SP signed-note and tlog-checkpoint): reading, writing, verifying.
 * Pure; part of the offline verifier.
 */
@NullMarked
package org.firewarden.ledger.note;

import org.jspecify.annotations.NullMarked;
