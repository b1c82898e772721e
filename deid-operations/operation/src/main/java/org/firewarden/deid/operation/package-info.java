/**
 * The FHIR operation {@code $deidentify}: who may ask, what with, and how the answer is written. Knows nothing of how
 * resources are rewritten; the engine does that.
 */
@NullMarked
package org.firewarden.deid.operation;

import org.jspecify.annotations.NullMarked;
