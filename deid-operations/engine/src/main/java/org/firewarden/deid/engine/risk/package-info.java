/**
 * The risk that a patient is told among the others: equivalence classes, the measures on them, and the search for the least
 * generalisation under which the policy's limits hold. Reads released resources only; knows nothing of the source.
 */
@NullMarked
package org.firewarden.deid.engine.risk;

import org.jspecify.annotations.NullMarked;
