package org.firewarden.outbound;

import java.io.IOException;
import java.net.URI;
import org.firewarden.phi.Phi;

/**
 * The only way by which this server calls somebody: each call is decided on by {@link OutboundAddresses}, goes to the machine
 * that was decided on, follows no redirect, sends no cookie and no credentials of this server, and ends after a bounded time and
 * size.
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

    /**
     * Sends a document and takes the one that is answered. Who makes no such calls refuses.
     *
     * @param address where to
     * @param type the content type of what is sent
     * @param largest how many bytes the answer may have
     * @throws OutboundRefusedException if the address may not be called
     * @throws IOException as {@link #get(URI, int)}
     */
    default byte[] post(URI address, String type, byte[] body, int largest) throws IOException {
        throw new IOException("nothing is sent");
    }

    /**
     * Fetches a document with a bearer token that whoever owns the document gave for it. Who makes no such calls refuses.
     *
     * @param address where from
     * @param largest how many bytes it may have
     * @param token what is sent in the {@code Authorization} header, to this address only
     * @throws OutboundRefusedException if the address may not be called
     * @throws IOException as {@link #get(URI, int)}
     */
    default OutboundAnswer get(URI address, int largest, Phi<String> token) throws IOException {
        throw new IOException("no call is made with a token");
    }
}
