/**
 * FHIR {@code AuditEvent}: a read-only view on the ledger in the manner of IHE BALP 1.1, with the search parameters of IHE ATNA.
 * Who may look is decided here once more, after the gate: auditors, and patients for their own record.
 */
@NullMarked
package org.firewarden.ledger.fhir;

import org.jspecify.annotations.NullMarked;
