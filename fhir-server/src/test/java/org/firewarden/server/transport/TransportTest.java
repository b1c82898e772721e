package org.firewarden.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.firewarden.server.transport.TlsSettings.ClientCertificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.mock.env.MockEnvironment;

/** TLS on the container alone, without an application in it. */
class TransportTest {

    private static final char[] PASSPHRASE = "a passphrase of the test".toCharArray();
    private static final URI HTTPS = URI.create("https://fhir.example.org");
    private static final URI HTTP = URI.create("http://127.0.0.1:8080");
    private static final TlsSettings OFF = new TlsSettings(null, null, null, null, null);

    @TempDir
    private static Path folder;

    private static KeyStore server;
    private static KeyStore client;

    @BeforeAll
    static void makeKeys() throws Exception {
        Files.writeString(folder.resolve("passphrase"), new String(PASSPHRASE) + "\n");
        server = made("server");
        client = made("client");
        KeyStore trusted = trusting(client);
        try (OutputStream file = Files.newOutputStream(folder.resolve("trust.p12"))) {
            trusted.store(file, PASSPHRASE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "TLSv1.3, -",
                "TLSv1.2, -",
                "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            })
    void whatIsModernConnects(String protocol, @Nullable String suite) throws Exception {
        assertThat(statusLine(ClientCertificates.NONE, protocol, suite, null)).startsWith("HTTP/1.1 404");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "TLSv1.1, -",
                "TLSv1, -",
                "TLSv1.2, TLS_RSA_WITH_AES_128_GCM_SHA256",
                "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
            })
    void whatIsOldDoesNot(String protocol, @Nullable String suite) {
        assertThatThrownBy(() -> statusLine(ClientCertificates.NONE, protocol, suite, null))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aCertificateOfTheCallerIsCheckedAsIsSet() throws Exception {
        assertThat(statusLine(ClientCertificates.NEEDED, "TLSv1.3", null, client))
                .startsWith("HTTP/1.1 404");
        assertThat(statusLine(ClientCertificates.WANTED, "TLSv1.3", null, null)).startsWith("HTTP/1.1 404");
        assertThatThrownBy(() -> statusLine(ClientCertificates.NEEDED, "TLSv1.3", null, null))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> statusLine(ClientCertificates.NEEDED, "TLSv1.3", null, made("stranger")))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"0.0.0.0", "192.0.2.1", "::", "-"})
    void plainHttpBeyondThisMachineIsRefused(@Nullable String address) throws IOException {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        factory.setAddress(address == null ? null : InetAddress.getByName(address));

        assertThatThrownBy(() -> new Transport(OFF, HTTP).customize(factory))
                .isInstanceOfSatisfying(
                        UnsafeTransportException.class,
                        refusal -> assertThat(new UnsafeTransportFailureAnalyzer()
                                        .analyze(refusal)
                                        .getAction())
                                .contains("firewarden.tls.keystore", "server.address"));
    }

    @Test
    void plainHttpOnThisMachineIsFine() throws IOException {
        for (String address : new String[] {"127.0.0.1", "127.0.0.2", "::1"}) {
            TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
            factory.setAddress(InetAddress.getByName(address));
            assertThatCode(() -> new Transport(OFF, HTTP).customize(factory)).doesNotThrowAnyException();
        }
    }

    @Test
    void halfOfAConfigurationIsRefused() {
        Path file = folder.resolve("server.p12");
        assertThatThrownBy(() -> new TlsSettings(file, null, null, null, null)).hasMessageContaining("passphrase-file");
        assertThatThrownBy(() -> new TlsSettings(file, file, ClientCertificates.NEEDED, null, null))
                .hasMessageContaining("truststore");
        assertThatThrownBy(() -> new TlsSettings(null, null, ClientCertificates.WANTED, file, file))
                .hasMessageContaining("keystore");
        assertThatThrownBy(() -> new Transport(settings(ClientCertificates.NONE), HTTP)
                        .customize(new TomcatServletWebServerFactory(0)))
                .isInstanceOf(UnsafeTransportException.class)
                .hasMessageContaining("public-base-url");
    }

    @Test
    void aManagementPortOfItsOwnIsHeldToTheSame() {
        MockEnvironment open = new MockEnvironment().withProperty("management.server.port", "9090");
        assertThatThrownBy(() -> TransportConfiguration.requireSafeManagement(open))
                .isInstanceOf(UnsafeTransportException.class);
        open.setProperty("management.server.address", "127.0.0.1");
        assertThatCode(() -> TransportConfiguration.requireSafeManagement(open)).doesNotThrowAnyException();
        assertThatCode(() -> TransportConfiguration.requireSafeManagement(new MockEnvironment()))
                .doesNotThrowAnyException();
    }

    private static TlsSettings settings(ClientCertificates certificates) {
        Path passphrase = folder.resolve("passphrase");
        return new TlsSettings(
                folder.resolve("server.p12"), passphrase, certificates, folder.resolve("trust.p12"), passphrase);
    }

    /** The first line that a server answers to a request with these; it has no application, so it is 404. */
    private static String statusLine(
            ClientCertificates certificates, String protocol, @Nullable String suite, @Nullable KeyStore own)
            throws IOException, GeneralSecurityException {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        factory.setAddress(InetAddress.getLoopbackAddress());
        new Transport(settings(certificates), HTTPS).customize(factory);
        WebServer running = factory.getWebServer();
        running.start();
        try (SSLSocket socket = (SSLSocket)
                context(own).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), running.getPort())) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {protocol});
            if (suite != null) {
                socket.setEnabledCipherSuites(new String[] {suite});
            }
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
        } finally {
            running.destroy();
        }
    }

    private static SSLContext context(@Nullable KeyStore own) throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        try {
            trust.init(trusting(server));
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, own == null ? null : PASSPHRASE);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
        return context;
    }

    private static KeyStore trusting(KeyStore other) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("trusted", Objects.requireNonNull(other.getCertificate("key")));
        return trusted;
    }

    /** A key with a certificate of its own, made by the JDK's tool. */
    private static KeyStore made(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass:file",
                        folder.resolve("passphrase").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSPHRASE);
        }
        return store;
    }
}
