package org.firewarden.it;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A syslog server that takes RFC 5425 on loopback, with a certificate for {@code localhost} that it issued itself. */
final class SiemReceiver {

    private static final String PASSPHRASE = "not-a-secret";

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final ServerSocket listening;
    private final SSLContext tls;
    private final Path certificate;
    private final AtomicLong refused = new AtomicLong();
    private volatile boolean isCutting;

    /** Starts one, which keeps its certificate in this directory. */
    SiemReceiver(Path directory) {
        Path store = directory.resolve("siem.p12");
        certificate = directory.resolve("siem.pem");
        try {
            keytool(
                    "-genkeypair -keyalg EC -groupname secp256r1 -validity 2 -dname CN=siem -ext SAN=dns:localhost",
                    store);
            keytool("-exportcert -rfc -file " + certificate, store);
            tls = context(store);
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "siem-receiver");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What to trust, in PEM. */
    Path certificate() {
        return certificate;
    }

    /** All messages so far, without their frames. */
    List<String> messages() {
        return List.copyOf(messages);
    }

    /** Ends connections from now on as somebody in the network would: after everything was sent, and without a signature. */
    void cut(boolean isOn) {
        isCutting = isOn;
    }

    private void accept() {
        while (true) {
            try (Socket plain = listening.accept()) {
                SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, false);
                secured.setUseClientMode(false);
                byte[] frames = secured.getInputStream().readAllBytes();
                if (!isCutting) {
                    messages.addAll(messages(frames));
                    secured.close();
                }
            } catch (IOException e) {
                // Somebody who does not trust this server, or is not one who sends syslog. The next one may.
                refused.incrementAndGet();
            }
        }
    }

    /** RFC 5425, section 4.3: the length in octets, a space, the message. */
    private static List<String> messages(byte[] frames) throws IOException {
        List<String> found = new CopyOnWriteArrayList<>();
        InputStream in = new ByteArrayInputStream(frames);
        while (in.available() > 0) {
            ByteArrayOutputStream length = new ByteArrayOutputStream();
            for (int c = in.read(); c != ' '; c = in.read()) {
                if (c < '0' || c > '9') {
                    throw new EOFException("not a frame");
                }
                length.write(c);
            }
            int octets = Integer.parseInt(length.toString(StandardCharsets.US_ASCII));
            byte[] message = in.readNBytes(octets);
            if (message.length < octets) {
                throw new EOFException("a frame was cut");
            }
            found.add(new String(message, StandardCharsets.UTF_8));
        }
        return found;
    }

    private static SSLContext context(Path store) throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSPHRASE.toCharArray());
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, PASSPHRASE.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void keytool(String what, Path store) throws IOException {
        List<String> command = new CopyOnWriteArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(what.split(" ")));
        command.addAll(List.of(
                "-alias", "siem", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSPHRASE));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
