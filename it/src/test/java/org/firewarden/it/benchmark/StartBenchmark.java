package org.firewarden.it.benchmark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Seconds from the start of the process until the server is ready, with its data already loaded; and, if a stock HAPI JPA
 * starter is given with {@code -Dstarter=PATH.war}, the ratio to it.
 */
public final class StartBenchmark {

    private static final int ROUNDS = 3;
    private static final long PATIENCE_SECONDS = 240;

    private final HttpClient http = HttpClient.newHttpClient();

    private StartBenchmark() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        StartBenchmark benchmark = new StartBenchmark();
        Path data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "start-benchmark");
        String jar = Path.of("../fhir-server/target/firewarden.jar")
                .toAbsolutePath()
                .normalize()
                .toString();
        List<String> firewarden = List.of(
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-jar",
                jar,
                "--spring.profiles.active=demo",
                "--firewarden.data-directory=" + data);
        System.out.printf(
                "first start, which makes the database and loads the patients: %.1f s%n",
                benchmark.seconds(firewarden, "/actuator/health/readiness"));
        double ours = benchmark.median("firewarden", firewarden, "/actuator/health/readiness");
        @Nullable String starter = System.getProperty("starter");
        if (starter == null) {
            System.out.println("no stock starter given (-Dstarter=PATH.war), so no ratio");
        } else {
            double stock = benchmark.median("stock starter", List.of("-jar", starter), "/fhir/metadata");
            System.out.printf("firewarden over stock starter: %.2f%n", ours / stock);
        }
    }

    private double median(String name, List<String> command, String path) throws Exception {
        List<Double> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            rounds.add(seconds(command, path));
        }
        rounds.sort(null);
        System.out.printf("%s ready: median %.1f s of %s%n", name, rounds.get(ROUNDS / 2), rounds);
        return rounds.get(ROUNDS / 2);
    }

    private double seconds(List<String> command, String path) throws Exception {
        int port = freePort();
        List<String> whole = new ArrayList<>();
        whole.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        whole.addAll(command);
        whole.add("--server.port=" + port);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(new File("target/start-benchmark.log"))
                .start();
        try {
            URI ready = URI.create("http://127.0.0.1:" + port + path);
            while (!isReady(ready)) {
                double waited = (System.nanoTime() - start) / 1e9;
                if (!process.isAlive() || waited > PATIENCE_SECONDS) {
                    throw new IllegalStateException("not ready; see target/start-benchmark.log");
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            process.destroy();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private boolean isReady(URI address) throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            // Nobody listens yet.
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
