/**
 * The one decision function and the values that it takes: no HAPI, no database, no clock of its own. Each enforcement point
 * asks here and applies the answer.
 */
@NullMarked
package org.firewarden.gate.decision;

import org.jspecify.annotations.NullMarked;
