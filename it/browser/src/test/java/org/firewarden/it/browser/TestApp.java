package org.firewarden.it.browser;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Static pages that hold an app of a few lines around {@code fhirclient}. Each folder is one app with settings of its own; the script
 * of the library is the published one, byte for byte.
 */
final class TestApp {

    /** What the registry states of fhirclient 2.6.3. */
    private static final String INTEGRITY =
            "CirZixcwWelbkIXxpxlNQx5+ZdJirl6F1s4y4yvA1X7hHAkr9n99aVHaMi0wX+97nATjKQ65X6NB5as/wZoJzg==";

    private static final Map<String, String> TYPES =
            Map.of("html", "text/html;charset=UTF-8", "js", "text/javascript;charset=UTF-8");

    private final Map<String, String> settings = new ConcurrentHashMap<>();
    private final byte[] library = library();
    private final HttpServer server;

    TestApp() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where the app of a folder is; the folder begins with a slash, or is empty. */
    String at(String folder) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + folder;
    }

    /** Where codes are sent. */
    String redirect(String folder) {
        return at(folder) + "/app.html";
    }

    /** Gives the app of a folder what {@code FHIR.oauth2.authorize} takes. */
    void set(String folder, ObjectNode options) {
        settings.put(folder, "window.settings = " + options + ";\n");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        int slash = path.lastIndexOf('/');
        byte[] body = body(path.substring(0, slash), path.substring(slash + 1));
        exchange.getResponseHeaders()
                .set("Content-Type", TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "text/plain"));
        exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private byte[] body(String folder, String file) throws IOException {
        if (file.equals("fhir-client.js")) {
            return library;
        }
        if (file.equals("settings.js")) {
            return settings.getOrDefault(folder, "").getBytes(StandardCharsets.UTF_8);
        }
        try (InputStream page = TestApp.class.getResourceAsStream("/app/" + file)) {
            return page == null ? new byte[0] : page.readAllBytes();
        }
    }

    private static byte[] library() {
        try {
            byte[] published = Files.readAllBytes(Path.of(System.getProperty("fhirclient.package")));
            String digest = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-512").digest(published));
            if (!digest.equals(INTEGRITY)) {
                throw new AssertionError("fhirclient is not what was published: " + digest);
            }
            return Files.readAllBytes(Path.of(System.getProperty("fhirclient.script")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
