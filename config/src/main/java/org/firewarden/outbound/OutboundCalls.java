package org.firewarden.outbound;

import java.io.IOException;
import java.net.URI;

/**
 * The only way by which this server calls somebody: each call is decided on by {@link OutboundAddresses}, goes to the machine
 * that was decided on, follows no redirect, sends no cookie and no credentials, and ends after a bounded time and size.
 */
public interface OutboundCalls {

    /**
     * Fetches a document.
     *
     * @param address where from
     * @param largest how many bytes it may have
     * @throws OutboundRefusedException if the address may not be called
     * @throws IOException if it cannot be called, answers anything but 200, or more than {@code largest} bytes
     */
    OutboundAnswer get(URI address, int largest) throws IOException;
}
