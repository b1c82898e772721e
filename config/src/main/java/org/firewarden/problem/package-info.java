/**
 * How Firewarden says no: an OperationOutcome with a stable code and the correlation id, the same on each of its endpoints.
 * Knows no HTTP library; each endpoint writes the tree it gets from here.
 */
@NullMarked
package org.firewarden.problem;

import org.jspecify.annotations.NullMarked;
