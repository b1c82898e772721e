package org.firewarden.smart.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firewarden.outbound.OutboundAnswer;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.smart.ExternalIssuer;
import org.firewarden.smart.ExternalIssuer.TenantIssuer;
import org.firewarden.smart.IntrospectionSettings;
import org.firewarden.smart.MovingClock;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.approval.RevokedTokens;
import org.firewarden.smart.signing.SigningConfiguration;
import org.firewarden.smart.web.ProblemResponses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;

/** What an issuer elsewhere ends counts here within the time for which its answers are believed, and nothing goes on without one. */
class IssuerIntrospectionTest {

    private static final String FHIR = "http://127.0.0.1:8080/fhir";
    private static final Duration BELIEVED = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final MovingClock clock = new MovingClock();
    private final IntrospectionCounts counts = new IntrospectionCounts();
    private MadeUpIssuer issuer;
    private JwtDecoder decoder;

    @BeforeEach
    void start() throws IOException, JOSEException {
        Files.writeString(folder.resolve("secret"), "s&cret\n");
        issuer = new MadeUpIssuer(clock);
        decoder = decoder(settings(issuer));
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void whatTheIssuerEndsIsRefusedOnceItsLastAnswerIsOld() {
        String token = issuer.token(FHIR);
        assertThat(decoder.decode(token).getSubject()).isEqualTo("alice");
        issuer.end(token);

        clock.pass(BELIEVED);
        assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);
        assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);

        assertThat(issuer.questions()).hasSize(2);
        assertThat(decoder.decode(issuer.token(FHIR))).isNotNull();
        assertThat(counts.active()).isEqualTo(2);
        assertThat(counts.inactive()).isEqualTo(1);
    }

    @Test
    void aTokenThatIsShownAgainIsAskedAboutOnceInThatTime() {
        String token = issuer.token(FHIR);
        for (int i = 0; i < 50; i++) {
            decoder.decode(token);
        }
        clock.pass(BELIEVED.minusSeconds(1));
        decoder.decode(token);
        assertThat(issuer.questions()).hasSize(1);

        clock.pass(Duration.ofSeconds(1));
        decoder.decode(token);
        assertThat(issuer.questions()).hasSize(2);
    }

    @Test
    void callersWithTheSameTokenWaitForOneAnswer() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        issuer.hold(answer);
        String token = issuer.token(FHIR);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> callers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                callers.add(threads.submit(() -> decoder.decode(token).getSubject()));
            }
            issuer.awaitQuestion();
            answer.countDown();
            for (Future<String> caller : callers) {
                assertThat(caller.get()).isEqualTo("alice");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(issuer.questions()).hasSize(1);
    }

    @Test
    void theQuestionIsAskedByFormWithTheClientsSecretAndNeverByAddress() {
        String token = issuer.token(FHIR);
        decoder.decode(token);

        assertThat(issuer.questions())
                .containsExactly("POST null token=" + token
                        + "&token_type_hint=access_token&client_id=http%3A%2F%2F127.0.0.1%3A8080%2Ffhir"
                        + "&client_secret=s%26cret");
    }

    @Test
    void withoutAnAnswerThatIsYoungEnoughNoTokenIsTakenAndNoneIsCalledBad() {
        String token = issuer.token(FHIR);
        decoder.decode(token);
        issuer.say(503, "{}");

        clock.pass(BELIEVED.minusSeconds(1));
        assertThat(decoder.decode(token)).isNotNull();
        clock.pass(Duration.ofSeconds(1));
        assertUnanswered(token);
        assertUnanswered(token);
        assertUnanswered(issuer.token(FHIR));
        assertThat(issuer.questions()).as("it is left alone for a second").hasSize(2);

        issuer.say(200, "");
        clock.pass(Duration.ofSeconds(1));
        assertThat(decoder.decode(token)).isNotNull();
        assertThat(counts.withoutAnswer()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"active\": \"true\"}",
                "{\"active\": 1}",
                "{\"active\": null}",
                "[true]",
                "true",
                "<html>",
                "{"
            })
    void whatIsNoAnswerLetsNothingIn(String answer) {
        issuer.say(200, answer);
        assertUnanswered(issuer.token(FHIR));
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 302, 400, 401, 403, 500})
    void anAnswerOfAnotherStatusLetsNothingIn(int status) {
        issuer.say(status, "{\"active\": true}");
        assertUnanswered(issuer.token(FHIR));
    }

    @Test
    void nobodyIsAskedAboutATokenThatIsNoGoodByItself() {
        String token = issuer.token(FHIR);
        String forged = token.substring(0, token.length() - 8) + "AAAAAAAA";
        assertThatThrownBy(() -> decoder.decode(forged)).isInstanceOf(JwtException.class);
        assertThatThrownBy(() -> decoder.decode(issuer.token("elsewhere"))).isInstanceOf(BadJwtException.class);
        clock.pass(Duration.ofMinutes(7));
        assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);

        assertThat(issuer.questions()).isEmpty();
    }

    @Test
    void aTenantsIssuerIsAskedAboutItsOwnTokens() throws Exception {
        try (MadeUpIssuer north = new MadeUpIssuer(clock)) {
            JwtDecoder both = decoder(ExternalIssuer.of(
                    URI.create(issuer.name()),
                    issuer.at("/jwks"),
                    new TenantIssuer("north", URI.create(north.name()), north.at("/jwks"), introspection(north))));
            String token = north.token(FHIR);
            north.end(token);

            assertThatThrownBy(() -> both.decode(token)).isInstanceOf(BadJwtException.class);
            assertThat(both.decode(issuer.token(FHIR))).isNotNull();
            assertThat(issuer.questions()).as("its settings name no endpoint").isEmpty();
        }
    }

    @Test
    void overHttpAnEndedTokenIs401AndAnUnknownOne503() throws ServletException, IOException {
        String token = issuer.token(FHIR);
        assertThat(status(token)).isEqualTo(200);
        issuer.end(token);
        clock.pass(BELIEVED);
        assertThat(status(token)).isEqualTo(401);
        issuer.close();
        assertThat(status(issuer.token(FHIR))).isEqualTo(503);
    }

    @Test
    void settingsThatWouldNotDoAreRefused() throws IOException {
        Path secret = folder.resolve("secret");
        URI here = URI.create("https://id.example.org/introspect");
        for (Duration believed : List.of(Duration.ZERO, Duration.ofSeconds(61), Duration.ofMinutes(5))) {
            assertThatThrownBy(() -> new IntrospectionSettings(here, "fhir", secret, believed))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new IntrospectionSettings(
                        URI.create("http://id.example.org/introspect"), "fhir", secret, BELIEVED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IntrospectionSettings(here, " ", secret, BELIEVED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> new IntrospectionSettings(here, "fhir", secret, Duration.ofSeconds(60)))
                .doesNotThrowAnyException();

        Files.writeString(secret, "\n");
        assertThatThrownBy(() -> decoder(settings(issuer))).isInstanceOf(IllegalStateException.class);
        Files.delete(secret);
        assertThatThrownBy(() -> decoder(settings(issuer))).isInstanceOf(UncheckedIOException.class);
    }

    private void assertUnanswered(String token) {
        assertThatThrownBy(() -> decoder.decode(token))
                .isInstanceOf(JwtException.class)
                .isNotInstanceOf(BadJwtException.class);
    }

    private int status(String token) throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/fhir/Patient/1");
        request.addHeader("Authorization", "Bearer " + token);
        MockHttpServletResponse response = new MockHttpServletResponse();
        new TokenFilter(new JwtAuthenticationProvider(decoder), new ProblemResponses())
                .doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }

    private ExternalIssuer settings(MadeUpIssuer of) {
        return new ExternalIssuer(
                URI.create(of.name()),
                of.at("/jwks"),
                null,
                null,
                null,
                null,
                null,
                Set.of(),
                List.of(),
                introspection(of));
    }

    private IntrospectionSettings introspection(MadeUpIssuer of) {
        return new IntrospectionSettings(of.at("/introspect"), FHIR, folder.resolve("secret"), BELIEVED);
    }

    private JwtDecoder decoder(ExternalIssuer external) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        OutboundCalls calls = new Calls();
        beans.addBean("calls", calls);
        JWKSource<SecurityContext> keys = SigningConfiguration.remote(external.jwkSetUri(), calls);
        return new ResourceServerConfiguration()
                .accessTokenDecoder(
                        new SmartSettings(
                                URI.create("http://127.0.0.1:8080"), external, folder, Duration.ofMinutes(5), Set.of()),
                        keys,
                        beans.getBeanProvider(OutboundCalls.class),
                        beans.getBeanProvider(RevokedTokens.class),
                        counts,
                        clock);
    }

    /** Straight over HTTP, with the promises of the interface: only 200 is an answer. */
    private static final class Calls implements OutboundCalls {

        private final HttpClient http = HttpClient.newHttpClient();

        @Override
        public OutboundAnswer get(URI address, int largest) throws IOException {
            try (InputStream answer = address.toURL().openStream()) {
                return new OutboundAnswer(
                        "application/json", new String(answer.readNBytes(largest), StandardCharsets.UTF_8));
            }
        }

        @Override
        public byte[] post(URI address, String type, byte[] body, int largest) throws IOException {
            try {
                HttpResponse<byte[]> answer = http.send(
                        HttpRequest.newBuilder(address)
                                .header("Content-Type", type)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() != 200) {
                    throw new IOException("answered with " + answer.statusCode());
                }
                return answer.body();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }
}
