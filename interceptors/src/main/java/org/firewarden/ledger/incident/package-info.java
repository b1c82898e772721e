/**
 * Whose data somebody saw, and what follows if it was a breach (45 CFR 164.402 to 164.408): the exact set of patients from the
 * ledger, the assessment of four factors and the clock of the notifications as Tasks of the privacy officers.
 */
@NullMarked
package org.firewarden.ledger.incident;

import org.jspecify.annotations.NullMarked;
