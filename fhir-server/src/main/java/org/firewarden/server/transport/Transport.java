package org.firewarden.server.transport;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.firewarden.server.transport.TlsSettings.ClientCertificates;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Puts TLS on the container as RFC 9325 recommends: 1.3 and 1.2, suites with forward secrecy and authenticated encryption only. Without
 * TLS the server listens on this machine alone, or does not start (45 CFR 164.312(e)(1)).
 */
final class Transport implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final String[] SUITES = {
        "TLS_AES_256_GCM_SHA384",
        "TLS_AES_128_GCM_SHA256",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    private final TlsSettings settings;
    private final URI publicBase;

    /** With the address by which clients reach the server. */
    Transport(TlsSettings settings, URI publicBase) {
        this.settings = settings;
        this.publicBase = publicBase;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        if (settings.isOn()) {
            if (!"https".equals(publicBase.getScheme())) {
                throw new UnsafeTransportException("firewarden.public-base-url is not an https address, and TLS is on");
            }
            factory.setSsl(ssl());
        } else if (!isLoopback(factory.getAddress())) {
            throw new UnsafeTransportException(
                    "server.address is not an address of this machine alone, and TLS is not on");
        }
    }

    /** No address at all means all of them. */
    static boolean isLoopback(@Nullable InetAddress address) {
        return address != null && address.isLoopbackAddress();
    }

    private Ssl ssl() {
        Ssl ssl = new Ssl();
        ssl.setKeyStore(location(Objects.requireNonNull(settings.keystore())));
        ssl.setKeyStoreType("PKCS12");
        ssl.setKeyStorePassword(TlsSettings.passphrase(Objects.requireNonNull(settings.passphraseFile())));
        ssl.setEnabledProtocols(PROTOCOLS);
        ssl.setCiphers(SUITES);
        ClientCertificates asked = settings.clientCertificates();
        if (asked != null && asked != ClientCertificates.NONE) {
            ssl.setClientAuth(asked == ClientCertificates.NEEDED ? Ssl.ClientAuth.NEED : Ssl.ClientAuth.WANT);
            ssl.setTrustStore(location(Objects.requireNonNull(settings.truststore())));
            ssl.setTrustStoreType("PKCS12");
            ssl.setTrustStorePassword(
                    TlsSettings.passphrase(Objects.requireNonNull(settings.truststorePassphraseFile())));
        }
        return ssl;
    }

    private static String location(Path file) {
        return file.toAbsolutePath().toUri().toString();
    }
}
