/**
 * One translator from any throwable to what a caller of {@code /fhir} may read: a status, a stable code, the correlation id.
 * No stack trace, no SQL, no class name, no rule name, no patient data.
 */
@NullMarked
package org.firewarden.failure;

import org.jspecify.annotations.NullMarked;
