/**
 * Emergency access (45 CFR 164.312(a)(2)(ii)): a clinician who has signed in strongly and says why opens one patient for a
 * short time. Each grant opens a Task for the privacy officer, and counts until that is completed. Knows nothing of how a
 * grant is applied; the decision does.
 */
@NullMarked
package org.firewarden.gate.breakglass;

import org.jspecify.annotations.NullMarked;
