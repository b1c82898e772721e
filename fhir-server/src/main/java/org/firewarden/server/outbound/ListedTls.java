package org.firewarden.server.outbound;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.firewarden.crypto.TlsTrust;
import org.firewarden.outbound.OutboundAddresses;
import org.firewarden.outbound.OutboundDecision;
import org.firewarden.outbound.OutboundOrigin;
import org.firewarden.outbound.OutboundRefusedException;
import org.firewarden.outbound.OutboundTls;

/**
 * Connects to what the list allows. The name is resolved once, before the decision; the connection goes to the machine that was
 * decided on, while TLS checks the certificate for the name (RFC 6125, as HTTPS does).
 */
final class ListedTls implements OutboundTls {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final OutboundAddresses addresses;
    private final HostNames names;

    ListedTls(OutboundAddresses addresses, HostNames names) {
        this.addresses = addresses;
        this.names = names;
    }

    @Override
    public void deliver(OutboundOrigin to, TlsTrust trust, boolean isEndSigned, byte[] content) throws IOException {
        OutboundDecision decision = addresses.decide(to, machines(to));
        if (decision instanceof OutboundDecision.Refused refused) {
            throw new OutboundRefusedException(refused.reason());
        }
        InetAddress machine = ((OutboundDecision.Allowed) decision).machines().get(0);
        try (Socket plain = isEndSigned ? new SignedEndSocket() : new Socket()) {
            plain.connect(new InetSocketAddress(machine, to.port()), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            try (SSLSocket secured = (SSLSocket) trust.sockets().createSocket(plain, plain(to), to.port(), true)) {
                SSLParameters parameters = secured.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                parameters.setProtocols(PROTOCOLS);
                secured.setSSLParameters(parameters);
                secured.startHandshake();
                secured.getOutputStream().write(content);
                secured.shutdownOutput();
                if (secured.getInputStream().read() >= 0) {
                    throw new IOException("a service answered where it has nothing to say");
                }
            }
        }
    }

    private List<InetAddress> machines(OutboundOrigin to) {
        try {
            return names.machines(plain(to));
        } catch (UnknownHostException e) {
            // Leads to no machine, and is refused for it.
            return List.of();
        }
    }

    private static String plain(OutboundOrigin to) {
        String host = to.host();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /**
     * A connection that fails where it ends. TLS reads on until {@code close_notify} and then no further; whoever cuts the
     * connection before, in the network or by a fault, would else look like somebody who took everything.
     */
    private static final class SignedEndSocket extends Socket {

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {

                @Override
                public int read() throws IOException {
                    return orEnd(super.read());
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    return orEnd(super.read(buffer, offset, length));
                }
            };
        }

        /** Not an EOFException: JSSE takes that for an orderly end. */
        private static int orEnd(int read) throws SocketException {
            if (read < 0) {
                throw new SocketException("the connection ended before the service had taken everything");
            }
            return read;
        }
    }
}
