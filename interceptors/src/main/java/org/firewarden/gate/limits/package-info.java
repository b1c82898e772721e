/**
 * How large a request may be, in each of its dimensions. All bounds stand in one record; what is beyond one is refused before
 * anything is read, parsed or stored because of it. Knows nothing of who asks.
 */
@NullMarked
package org.firewarden.gate.limits;

import org.jspecify.annotations.NullMarked;
