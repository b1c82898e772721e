package org.firewarden.server.transport;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why a server that others could listen in on does not start, and what to set. */
final class UnsafeTransportFailureAnalyzer extends AbstractFailureAnalyzer<UnsafeTransportException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, UnsafeTransportException cause) {
        return new FailureAnalysis(
                "Patient data and tokens would travel unencrypted: " + cause.getMessage() + ".",
                "Set firewarden.tls.keystore (PKCS#12) and firewarden.tls.passphrase-file, and firewarden.public-base-url to"
                        + " the https address of this server. Or keep server.address and management.server.address at"
                        + " 127.0.0.1, with a proxy for TLS on the same machine.",
                cause);
    }
}
