package org.firewarden.it.benchmark;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.rest.server.RestfulServer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.firewarden.server.FirewardenApplication;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Throughput of reads and searches with gate and ledger, with the gate alone, with HAPI's own ConsentInterceptor and BALP
 * interceptor in their place, and with nothing. One process, one database, rounds in turn, so that all see the same machine.
 * Tokens are verified in each. The client runs on the same cores. Rounds of warm-up are as those that count.
 */
public final class ReadThroughputBenchmark {

    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = 25;
    private static final int WARM_UP_ROUNDS = Integer.getInteger("warm", 25);
    private static final Duration ROUND = Duration.ofSeconds(1);

    /** What is compared; {@code -Dstates=NOTHING,GATE} leaves out the rest, for who looks for where the time goes. */
    private static final List<Protection.State> STATES = states(System.getProperty("states", ""));

    private final String base;
    private final LoopbackClient client = new LoopbackClient(CONNECTIONS);
    private final ObjectMapper json = new ObjectMapper();
    private String token = "";

    private ReadThroughputBenchmark(String base) {
        this.base = base;
    }

    /** Runs it; prints a line for each protection. */
    public static void main(String[] arguments) throws Exception {
        int port = freePort();
        Path data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "benchmark");
        SpringApplication application = new SpringApplication(FirewardenApplication.class);
        application.addInitializers(context -> context.getBeanFactory().addBeanPostProcessor(new LedgerSwitch()));
        try (ConfigurableApplicationContext context = application.run(
                "--spring.profiles.active=demo", "--server.port=" + port, "--firewarden.data-directory=" + data)) {
            Protection protection = new Protection(
                    context.getBean(IInterceptorService.class),
                    context.getBean(RestfulServer.class).getInterceptorService());
            ReadThroughputBenchmark benchmark = new ReadThroughputBenchmark("http://127.0.0.1:" + port);
            benchmark.compare("read", "/fhir/Patient/demo-prevent", protection);
            benchmark.compare("search(20)", "/fhir/Observation?patient=demo-prevent&_count=20", protection);
        }
    }

    /** Each round asks with each protection in turn, for a short while. */
    private void compare(String name, String path, Protection protection) throws Exception {
        Map<Protection.State, List<Double>> rates = new EnumMap<>(Protection.State.class);
        token = token();
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            for (Protection.State state : STATES) {
                protection.set(state);
                double rate = perSecond(path, ROUND);
                if (round >= 0) {
                    rates.computeIfAbsent(state, key -> new ArrayList<>()).add(rate);
                }
            }
        }
        protection.set(Protection.State.GATE_AND_LEDGER);
        List<Double> bare = rates.getOrDefault(Protection.State.NOTHING, List.of());
        rates.forEach((state, measured) -> System.out.printf(
                "%s, %-18s median %.0f/s, ratio to nothing %.2f%n",
                name, state, median(measured), bare.isEmpty() ? Double.NaN : medianRatio(measured, bare)));
    }

    /** Of each round by itself, since a machine that others use too is now fast and now slow. */
    private static double medianRatio(List<Double> measured, List<Double> bare) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < bare.size(); round++) {
            ratios.add(measured.get(round) / bare.get(round));
        }
        return median(ratios);
    }

    private double perSecond(String path, Duration duration) throws Exception {
        AtomicLong answers = new AtomicLong();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        ExecutorService callers = Executors.newFixedThreadPool(CONNECTIONS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            running.add(callers.submit(() -> {
                while (System.nanoTime() < end) {
                    ClassicHttpRequest request = ClassicRequestBuilder.get(base + path)
                            .addHeader("Authorization", "Bearer " + token)
                            .build();
                    if (!client.call(request, body -> body.contains("demo-prevent"))) {
                        throw new IllegalStateException(path + " was not answered as it should be");
                    }
                    answers.incrementAndGet();
                }
                return null;
            }));
        }
        for (Future<?> caller : running) {
            caller.get();
        }
        callers.shutdown();
        return answers.get() / ((System.nanoTime() - start) / 1e9);
    }

    private String token() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/demo/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("user=alice&scope=user/*.rs"))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return json.readTree(body).path("access_token").asText();
    }

    private static List<Protection.State> states(String names) {
        return names.isEmpty()
                ? List.of(Protection.State.values())
                : Arrays.stream(names.split(",", -1))
                        .map(Protection.State::valueOf)
                        .toList();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
