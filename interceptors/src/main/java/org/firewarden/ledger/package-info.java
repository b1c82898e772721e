/**
 * The audit ledger: each HTTP request leaves one event, appended before the first byte of its answer leaves; FHIR
 * {@code AuditEvent} is a read-only view on it. Knows nothing of the rules of the gate.
 */
@NullMarked
package org.firewarden.ledger;

import org.jspecify.annotations.NullMarked;
