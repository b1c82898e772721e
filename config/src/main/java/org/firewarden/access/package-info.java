/**
 * Who asks for what, and what may be answered: {@link org.firewarden.access.Caller}, {@link org.firewarden.access.Access}
 * and the sealed {@link org.firewarden.access.Decision}. Knows no HTTP, no FHIR library and no rule; the rules live in the
 * gate.
 */
@NullMarked
package org.firewarden.access;

import org.jspecify.annotations.NullMarked;
