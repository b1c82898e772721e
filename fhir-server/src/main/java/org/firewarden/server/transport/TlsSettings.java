package org.firewarden.server.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS of this server ({@code firewarden.tls.*}); off without a keystore.
 *
 * @param keystore a PKCS#12 file with the server's key and its certificate chain, or null
 * @param passphraseFile a file whose first line opens it
 * @param clientCertificates whether callers show a certificate; none if null
 * @param truststore a PKCS#12 file with the certificates that callers' are checked against
 * @param truststorePassphraseFile a file whose first line opens that
 */
public record TlsSettings(
        @Nullable Path keystore,
        @Nullable Path passphraseFile,
        @Nullable ClientCertificates clientCertificates,
        @Nullable Path truststore,
        @Nullable Path truststorePassphraseFile) {

    /** Whether callers show a certificate (RFC 8446, section 4.3.2). */
    public enum ClientCertificates {
        /** They are not asked for one. */
        NONE,
        /** One that is shown must be good. */
        WANTED,
        /** No connection without a good one. */
        NEEDED
    }

    /** Refuses half of a configuration. */
    public TlsSettings {
        if (keystore != null && passphraseFile == null) {
            throw new IllegalArgumentException("firewarden.tls.keystore needs firewarden.tls.passphrase-file");
        }
        boolean asks = clientCertificates != null && clientCertificates != ClientCertificates.NONE;
        if (asks && (keystore == null || truststore == null || truststorePassphraseFile == null)) {
            throw new IllegalArgumentException("firewarden.tls.client-certificates needs firewarden.tls.keystore,"
                    + " firewarden.tls.truststore and firewarden.tls.truststore-passphrase-file");
        }
    }

    /** True if there is a keystore. */
    boolean isOn() {
        return keystore != null;
    }

    /** The first line of a file. */
    static String passphrase(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new UncheckedIOException("a passphrase file of firewarden.tls cannot be read", e);
        }
    }
}
