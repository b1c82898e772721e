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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.firewarden.server.FirewardenApplication;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What the ledger adds to the time of a read at 200 requests a second. Requests are sent when they are due, whether earlier ones are
 * answered or not, and times count from then; the gate alone and gate with ledger in turn. The client runs on the same cores.
 */
public final class ReadLatencyBenchmark {

    private static final int PER_SECOND = Integer.getInteger("rate", 200);
    private static final int ROUNDS = Integer.getInteger("rounds", 6);
    private static final int WARM_UP = Integer.getInteger("warm", 6);
    private static final int SECONDS = 8;
    private static final List<Protection.State> STATES =
            List.of(Protection.State.GATE, Protection.State.GATE_AND_LEDGER);

    private final String base;
    private final SteadyCalls calls = new SteadyCalls();

    private ReadLatencyBenchmark(String base) {
        this.base = base;
    }

    /** Runs it; prints a line for each round, and the median of what the ledger adds. */
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
            ReadLatencyBenchmark benchmark = new ReadLatencyBenchmark("http://127.0.0.1:" + port);
            try (benchmark.calls) {
                benchmark.compare(protection);
            }
        }
    }

    private void compare(Protection protection) throws Exception {
        String token = "Bearer " + token();
        Map<Protection.State, List<SteadyCalls.Times>> rounds = new EnumMap<>(Protection.State.class);
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Protection.State state : STATES) {
                protection.set(state);
                SteadyCalls.Times times = round(token);
                System.out.printf(
                        "read at %d/s, %s %d, %-16s p50 %.2f ms, p99 %.2f ms%n",
                        PER_SECOND,
                        round < 0 ? "warm-up" : "round",
                        round < 0 ? round + WARM_UP + 1 : round + 1,
                        state,
                        times.at(0.50),
                        times.at(0.99));
                if (round >= 0) {
                    rounds.computeIfAbsent(state, key -> new ArrayList<>()).add(times);
                }
            }
        }
        protection.set(Protection.State.GATE_AND_LEDGER);
        List<SteadyCalls.Times> without = Objects.requireNonNull(rounds.get(Protection.State.GATE));
        List<SteadyCalls.Times> with = Objects.requireNonNull(rounds.get(Protection.State.GATE_AND_LEDGER));
        System.out.printf(
                "the ledger adds to a read at %d/s, median of %d rounds: p50 %.2f ms (limit 1), p99 %.2f ms (limit 10)%n",
                PER_SECOND, ROUNDS, added(with, without, 0.50), added(with, without, 0.99));
    }

    private static double added(List<SteadyCalls.Times> with, List<SteadyCalls.Times> without, double quantile) {
        return IntStream.range(0, ROUNDS)
                .mapToDouble(round ->
                        with.get(round).at(quantile) - without.get(round).at(quantile))
                .sorted()
                .skip(ROUNDS / 2)
                .findFirst()
                .orElseThrow();
    }

    private SteadyCalls.Times round(String token) throws Exception {
        int count = PER_SECOND * SECONDS;
        SteadyCalls.Times times = calls.send(
                count,
                PER_SECOND,
                i -> ClassicRequestBuilder.get(base + "/fhir/Patient/demo-prevent")
                        .addHeader("Authorization", token)
                        .build(),
                body -> body.contains("demo-prevent"));
        if (times.good() < count) {
            throw new IllegalStateException(count - times.good() + " reads were not answered with the patient");
        }
        return times;
    }

    private String token() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/demo/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("user=alice&scope=user/*.rs"))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return new ObjectMapper().readTree(body).path("access_token").asText();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
