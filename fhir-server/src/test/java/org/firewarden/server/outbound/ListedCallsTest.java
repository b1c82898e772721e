package org.firewarden.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.outbound.OutboundAddresses;
import org.firewarden.outbound.OutboundOrigin;
import org.firewarden.outbound.OutboundRefusedException;
import org.firewarden.smart.EmbeddedSettings;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.UpstreamProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls against a real server on loopback, and name services that lie. */
class ListedCallsTest {

    private static final int LARGEST = 1000;

    private final AtomicInteger hits = new AtomicInteger();
    private final Queue<String> hosts = new ArrayDeque<>();
    private HttpServer canary;
    private int port;

    @BeforeEach
    void start() throws IOException {
        canary = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        port = canary.getAddress().getPort();
        canary.createContext("/", exchange -> {
            hits.incrementAndGet();
            hosts.add(String.valueOf(exchange.getRequestHeaders().getFirst("Host")));
            String path = exchange.getRequestURI().getPath();
            byte[] body = path.equals("/large") ? new byte[LARGEST + 1] : "{}".getBytes(StandardCharsets.UTF_8);
            if (path.equals("/away")) {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port + "/other");
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(path.equals("/away") ? 302 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        canary.start();
    }

    @AfterEach
    void stop() {
        canary.stop(0);
    }

    private ListedCalls calls(String host, HostNames names) {
        return new ListedCalls(new OutboundAddresses(Set.of(), Set.of(new OutboundOrigin("http", host, port))), names);
    }

    private URI at(String host, String path) {
        return URI.create("http://" + host + ":" + port + path);
    }

    @Test
    void theProviderWherePeopleSignInMayBeCalledBecauseItIsSet() throws IOException {
        URI base = at("localhost", "");
        EmbeddedSettings usual = EmbeddedSettings.DEFAULT;
        UpstreamProvider provider = new UpstreamProvider(
                "Clinic",
                base,
                base,
                URI.create(base + "/token"),
                URI.create(base + "/jwks"),
                "firewarden",
                null,
                Set.of(),
                "roles",
                "fhirUser",
                List.of(new UpstreamProvider.Rights(
                        "clin", Set.of(Role.CLINICIAN), "user/*.rs", List.of(PurposeOfUse.TREAT))),
                Set.of(),
                Set.of(),
                Duration.ofHours(12));
        URI server = URI.create("http://127.0.0.1:8080");
        SmartSettings with = new SmartSettings(
                server,
                null,
                Path.of("data"),
                Duration.ofMinutes(5),
                Set.of(),
                new EmbeddedSettings(
                        usual.renewal(),
                        usual.signingKeyRotation(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        usual.signIn(),
                        provider));
        SmartSettings without = SmartSettings.embedded(server, Path.of("data"));
        OutboundConfiguration configuration = new OutboundConfiguration();

        assertThat(configuration
                        .outboundCalls(OutboundAddresses.NONE, with)
                        .post(provider.tokenEndpoint(), "application/x-www-form-urlencoded", new byte[0], LARGEST))
                .hasSize(2);
        assertThatThrownBy(() -> configuration
                        .outboundCalls(OutboundAddresses.NONE, without)
                        .post(provider.tokenEndpoint(), "application/x-www-form-urlencoded", new byte[0], LARGEST))
                .isInstanceOf(OutboundRefusedException.class);
        assertThat(hits).hasValue(1);
    }

    @Test
    void aListedAddressIsCalledAtTheMachineThatWasDecidedOn() throws IOException {
        AtomicInteger questions = new AtomicInteger();
        ListedCalls calls = calls("idp.hospital.example", host -> {
            questions.incrementAndGet();
            return List.of(InetAddress.getLoopbackAddress());
        });

        assertThat(calls.get(at("idp.hospital.example", "/jwks"), LARGEST).body())
                .isEqualTo("{}");
        assertThat(hosts).containsExactly("idp.hospital.example:" + port);
        assertThat(questions).hasValue(1);
    }

    @Test
    void anAddressThatIsNotListedIsNotCalled() {
        ListedCalls calls = calls("idp.hospital.example", HostNames.SYSTEM);

        for (String host :
                List.of("127.0.0.1", "localhost", "idp.hospital.example.evil.example", "0x7f.1", "x@127.0.0.1")) {
            assertThatThrownBy(() -> calls.get(at(host, "/"), LARGEST))
                    .as(host)
                    .isInstanceOf(OutboundRefusedException.class)
                    .hasMessageNotContaining(host);
        }
        assertThat(hits).hasValue(0);
    }

    @Test
    void aNameThatIsMadeToLeadElsewhereIsNotFollowed() throws IOException {
        Queue<String> answers = new ArrayDeque<>(List.of("127.0.0.1", "169.254.169.254"));
        ListedCalls calls =
                calls("idp.hospital.example", host -> List.of(InetAddress.getByName(String.valueOf(answers.poll()))));

        calls.get(at("idp.hospital.example", "/"), LARGEST);
        assertThatThrownBy(() -> calls.get(at("idp.hospital.example", "/"), LARGEST))
                .isInstanceOf(OutboundRefusedException.class)
                .hasMessageContaining("NETWORK");
        assertThat(hits).hasValue(1);
    }

    @Test
    void aRedirectIsNotFollowed() {
        ListedCalls calls = calls("127.0.0.1", HostNames.SYSTEM);

        assertThatThrownBy(() -> calls.get(at("127.0.0.1", "/away"), LARGEST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("302");
        assertThat(hits).hasValue(1);
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        ListedCalls calls = calls("127.0.0.1", HostNames.SYSTEM);

        assertThatThrownBy(() -> calls.get(at("127.0.0.1", "/large"), LARGEST)).hasMessageContaining("too large");
    }

    @Test
    void aNameThatNobodyKnowsIsRefused() {
        ListedCalls calls = calls("idp.hospital.example", host -> {
            throw new UnknownHostException(host);
        });

        assertThatThrownBy(() -> calls.get(at("idp.hospital.example", "/"), LARGEST))
                .isInstanceOf(OutboundRefusedException.class)
                .hasMessageContaining("UNRESOLVED");
    }
}
