/**
 * Who takes care of which patient, what a caller belongs to, and which patients are one person: read from the FHIR resources
 * that say so and kept in tables of their own, in the same transaction. What a resource gave goes with it. Knows nothing of
 * Consents, grants or decisions.
 */
@NullMarked
package org.firewarden.gate.relationship;

import org.jspecify.annotations.NullMarked;
