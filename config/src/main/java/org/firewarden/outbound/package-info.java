/**
 * Where this server may call. One list of origins, empty by default, and a decision that is made on the address as it is
 * written and again on the machine it leads to, so that neither a trick of notation nor of the name service gets past it.
 * Opens no connection itself; {@link org.firewarden.outbound.OutboundCalls} is the port for that.
 */
@NullMarked
package org.firewarden.outbound;

import org.jspecify.annotations.NullMarked;
