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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
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
    private static final int SECONDS = 8;
    private static final List<Protection.State> STATES =
            List.of(Protection.State.GATE, Protection.State.GATE_AND_LEDGER);

    private final String base;
    private final HttpClient http = HttpClient.newHttpClient();

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
            new ReadLatencyBenchmark("http://127.0.0.1:" + port).compare(protection);
        }
    }

    private void compare(Protection protection) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/fhir/Patient/demo-prevent"))
                .header("Authorization", "Bearer " + token())
                .build();
        Map<Protection.State, List<long[]>> rounds = new EnumMap<>(Protection.State.class);
        for (int round = -1; round < ROUNDS; round++) {
            for (Protection.State state : STATES) {
                protection.set(state);
                long[] nanos = round(request);
                if (round >= 0) {
                    rounds.computeIfAbsent(state, key -> new ArrayList<>()).add(nanos);
                    System.out.printf(
                            "read at %d/s, round %d, %-16s p50 %.2f ms, p99 %.2f ms%n",
                            PER_SECOND, round + 1, state, at(nanos, 50), at(nanos, 99));
                }
            }
        }
        protection.set(Protection.State.GATE_AND_LEDGER);
        List<long[]> without = Objects.requireNonNull(rounds.get(Protection.State.GATE));
        List<long[]> with = Objects.requireNonNull(rounds.get(Protection.State.GATE_AND_LEDGER));
        System.out.printf(
                "the ledger adds to a read at %d/s, median of %d rounds: p50 %.2f ms (limit 1), p99 %.2f ms (limit 10)%n",
                PER_SECOND, ROUNDS, added(with, without, 50), added(with, without, 99));
    }

    private static double added(List<long[]> with, List<long[]> without, int percent) {
        double[] differences = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            differences[round] = at(with.get(round), percent) - at(without.get(round), percent);
        }
        Arrays.sort(differences);
        return differences[ROUNDS / 2];
    }

    private static double at(long[] sorted, int percent) {
        return sorted[sorted.length * percent / 100] / 1e6;
    }

    private long[] round(HttpRequest request) {
        int count = PER_SECOND * SECONDS;
        long[] nanos = new long[count];
        List<CompletableFuture<?>> answers = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int index = i;
            long due = start + i * 1_000_000_000L / PER_SECOND;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            answers.add(http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .thenAccept(answer -> {
                        nanos[index] = System.nanoTime() - due;
                        if (answer.statusCode() != 200) {
                            throw new IllegalStateException("answered " + answer.statusCode());
                        }
                    }));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
        Arrays.sort(nanos);
        return nanos;
    }

    private String token() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/demo/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("user=alice&scope=user/*.rs"))
                .build();
        String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return new ObjectMapper().readTree(body).path("access_token").asText();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
