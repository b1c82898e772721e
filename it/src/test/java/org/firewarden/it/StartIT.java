package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.firewarden.server.FirewardenApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The server without the demo: it starts, and nothing of the demo is there. */
class StartIT {

    @TempDir
    private Path data;

    @Test
    void aServerThatIsNotTheDemoStartsAndHasNoDemoSignIns() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String base = "http://127.0.0.1:" + port;
        SpringApplication application = new SpringApplication(FirewardenApplication.class);
        try (ConfigurableApplicationContext context = application.run(
                "--server.port=" + port,
                "--firewarden.data-directory=" + data,
                "--firewarden.keys.create-if-absent=true")) {
            assertThat(context.isRunning()).isTrue();
            assertThat(status(HttpRequest.newBuilder(URI.create(base + "/actuator/health/readiness"))))
                    .isEqualTo(200);
            assertThat(status(HttpRequest.newBuilder(URI.create(base + "/fhir/metadata"))))
                    .isEqualTo(200);
            assertThat(status(HttpRequest.newBuilder(URI.create(base + "/fhir/Patient"))))
                    .isEqualTo(401);
            for (String path : new String[] {"/demo/token", "/demo/ehr-token"}) {
                assertThat(status(HttpRequest.newBuilder(URI.create(base + path))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("user=alice&scope=user/*.rs&aud=x"))))
                        .isIn(401, 403, 404);
            }
        }
    }

    private static int status(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
