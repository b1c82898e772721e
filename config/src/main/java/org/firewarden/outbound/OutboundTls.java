package org.firewarden.outbound;

import java.io.IOException;
import org.firewarden.crypto.TlsTrust;

/** Hands bytes to services that speak TLS and not HTTP. The list of the settings holds for them as for {@link OutboundCalls}. */
public interface OutboundTls {

    /**
     * Connects, sends the content, ends its side of the connection and waits for the end of the other. The certificate must be
     * issued under {@code trust} and be for the host of the address.
     *
     * @param to whom
     * @param isEndSigned whether the other side must end with TLS's {@code close_notify}, which nobody between can forge and
     *     which stands behind all that was sent; else the end of the connection is enough
     * @throws OutboundRefusedException if the settings do not list the address, or its host leads elsewhere
     * @throws IOException if it was not taken; how much of it was, is not known
     */
    void deliver(OutboundOrigin to, TlsTrust trust, boolean isEndSigned, byte[] content) throws IOException;
}
