/**
 * The port through which services read a patient's record: always as a {@link org.firewarden.access.Caller}, always through
 * the gate. Resources travel as Jackson trees, so that readers need no FHIR object model.
 */
@NullMarked
package org.firewarden.record;

import org.jspecify.annotations.NullMarked;
