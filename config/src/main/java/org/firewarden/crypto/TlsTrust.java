package org.firewarden.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom a TLS connection to one service trusts, and with what this server shows who it is there. What the platform trusts does not
 * count: an authority that signs for all the web has no say about a hospital's log server.
 */
public final class TlsTrust {

    private final SSLContext context;

    private TlsTrust(SSLContext context) {
        this.context = context;
    }

    /** The certificate and key with which this server shows who it is: a PKCS#12 file and the file with its passphrase. */
    public record Identity(Path keystore, Path passphraseFile) {}

    /**
     * Trusts these certificates and what is issued under them.
     *
     * @param certificates a PEM file with one certificate or more
     * @param identity what this server shows, or null
     * @throws KeyRingException if a file cannot be read or holds something else
     */
    public static TlsTrust of(Path certificates, @Nullable Identity identity) {
        try {
            TrustManagerFactory trusting = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusting.init(anchors(certificates));
            KeyManagerFactory showing = null;
            if (identity != null) {
                char[] passphrase =
                        Files.readString(identity.passphraseFile()).strip().toCharArray();
                KeyStore store = KeyStore.getInstance("PKCS12");
                try (InputStream in = Files.newInputStream(identity.keystore())) {
                    store.load(in, passphrase);
                }
                showing = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                showing.init(store, passphrase);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(showing == null ? null : showing.getKeyManagers(), trusting.getTrustManagers(), null);
            return new TlsTrust(context);
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyRingException("the certificates for a TLS connection cannot be read", e);
        }
    }

    /** Makes sockets that trust so. Who uses one sets what name the certificate must have. */
    public SSLSocketFactory sockets() {
        return context.getSocketFactory();
    }

    private static KeyStore anchors(Path file) throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> certificates;
        try (InputStream in = Files.newInputStream(file)) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
        if (certificates.isEmpty()) {
            throw new KeyRingException("a file of trusted certificates holds none");
        }
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            anchors.setCertificateEntry("anchor-" + number++, certificate);
        }
        return anchors;
    }
}
