package org.firewarden.it.benchmark;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.firewarden.server.FirewardenApplication;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * How fast tokens are verified (aim: under 100 us with a warm cache), issued to backend services (aim: 300/s on 2 cores, each with a
 * verified assertion, a stored {@code jti} and an audit event) and pages shown (aim: under 200 ms).
 */
public final class TokenBenchmark {

    private static final int VALIDATIONS = 200_000;
    private static final int TOKENS = 3_000;
    private static final int WRITERS = 8;
    private static final int PAGES = 200;

    private TokenBenchmark() {}

    /** Prints the figures. */
    public static void main(String[] arguments) throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path data = Files.createTempDirectory("token-benchmark");
        try (ConfigurableApplicationContext server = SpringApplication.run(
                FirewardenApplication.class,
                "--spring.profiles.active=demo",
                "--server.port=" + port,
                "--firewarden.data-directory=" + data)) {
            String base = "http://127.0.0.1:" + port;
            HttpClient http = HttpClient.newHttpClient();
            String token = form(http, base + "/demo/token", Map.of("user", "alice", "scope", "user/*.rs"))
                    .replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
            validation(server.getBean(JwtDecoder.class), token);
            issue(http, base, data);
            pages(http, base);
        }
    }

    private static void validation(JwtDecoder decoder, String token) {
        for (int i = 0; i < VALIDATIONS; i++) {
            decoder.decode(token);
        }
        long start = System.nanoTime();
        for (int i = 0; i < VALIDATIONS; i++) {
            decoder.decode(token);
        }
        System.out.printf(
                "validation of a known token: %.1f us (aim 100)%n", (System.nanoTime() - start) / 1000.0 / VALIDATIONS);
    }

    private static void issue(HttpClient http, String base, Path data) throws Exception {
        JWK key = JWKSet.load(data.resolve("demo-backend.jwks").toFile()).getKeys().stream()
                .filter(ECKey.class::isInstance)
                .findFirst()
                .orElseThrow();
        double rate = 0;
        for (int round = 0; round < 3; round++) {
            Queue<String> assertions = new ConcurrentLinkedQueue<>(assertions(key.toECKey(), base));
            ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
            List<Callable<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(() -> {
                    int good = 0;
                    for (String next = assertions.poll(); next != null; next = assertions.poll()) {
                        good += form(http, base + "/oauth2/token", request(next))
                                        .contains("access_token")
                                ? 1
                                : 0;
                    }
                    return good;
                });
            }
            long start = System.nanoTime();
            int good = 0;
            for (Future<Integer> writer : pool.invokeAll(writers)) {
                good += writer.get();
            }
            pool.shutdown();
            rate = good * 1e9 / (System.nanoTime() - start);
            System.out.printf("client credentials, round %d: %.0f tokens/s (aim 300)%n", round + 1, rate);
        }
    }

    private static void pages(HttpClient http, String base) throws Exception {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < PAGES; i++) {
            long start = System.nanoTime();
            http.send(
                    HttpRequest.newBuilder(URI.create(base + "/login"))
                            .header("Accept", "text/html")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            times.add(System.nanoTime() - start);
        }
        times.sort(Long::compare);
        System.out.printf("sign-in page, 99th of 100: %.1f ms (aim 200)%n", times.get(PAGES * 99 / 100) / 1e6);
    }

    private static Queue<String> assertions(ECKey key, String base) throws Exception {
        Queue<String> assertions = new ArrayDeque<>();
        for (int i = 0; i < TOKENS; i++) {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES384)
                            .keyID(key.getKeyID())
                            .build(),
                    new JWTClaimsSet.Builder()
                            .issuer("demo-backend")
                            .subject("demo-backend")
                            .audience(base + "/oauth2/token")
                            .expirationTime(Date.from(Instant.now().plusSeconds(290)))
                            .jwtID(UUID.randomUUID().toString())
                            .build());
            jwt.sign(new ECDSASigner(key));
            assertions.add(jwt.serialize());
        }
        return assertions;
    }

    private static Map<String, String> request(String assertion) {
        return Map.of(
                "grant_type", "client_credentials",
                "scope", "system/Patient.rs",
                "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion", assertion);
    }

    private static String form(HttpClient http, String address, Map<String, String> fields) throws Exception {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return http.send(
                        HttpRequest.newBuilder(URI.create(address))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
