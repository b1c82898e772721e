package org.firewarden.smart.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An authorization server on loopback that publishes its keys and answers what became of its tokens (RFC 7662). */
final class MadeUpIssuer implements AutoCloseable {

    private final ECKey key;
    private final Clock clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile int status = 200;
    private volatile String answer = "";

    MadeUpIssuer(Clock clock) throws IOException, JOSEException {
        this.clock = clock;
        key = new ECKeyGenerator(Curve.P_256).keyID("k-1").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/jwks", exchange -> send(exchange, 200, new JWKSet(key).toString(true)));
        server.createContext("/introspect", this::introspect);
        server.start();
    }

    String name() {
        return at("").toString();
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** An access token for this audience that is good for five minutes. */
    String token(String audience) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k-1").build(),
                    new JWTClaimsSet.Builder()
                            .issuer(name())
                            .subject("alice")
                            .audience(audience)
                            .claim("client_id", "app")
                            .claim("purpose_of_use", "TREAT")
                            .jwtID(UUID.randomUUID().toString())
                            .issueTime(Date.from(clock.instant()))
                            .expirationTime(Date.from(clock.instant().plusSeconds(300)))
                            .build());
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on the token is good no more, for example because its user signed off. */
    void end(String token) {
        ended.add(token);
    }

    /** What it was asked: method, query and body of each question. */
    List<String> questions() {
        return questions;
    }

    /** Waits until it is asked for the first time. */
    void awaitQuestion() throws InterruptedException {
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Answers no question until the latch is at zero. */
    void hold(CountDownLatch latch) {
        held = latch;
    }

    /** Answers this instead of the truth; an empty text for the truth. */
    void say(int otherStatus, String otherAnswer) {
        status = otherStatus;
        answer = otherAnswer;
    }

    private void introspect(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        questions.add(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawQuery() + " " + body);
        asked.countDown();
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String token = body.replaceAll("^token=([^&]*)&.*$", "$1");
        send(exchange, status, answer.isEmpty() ? "{\"active\": " + !ended.contains(token) + "}" : answer);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        held.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
