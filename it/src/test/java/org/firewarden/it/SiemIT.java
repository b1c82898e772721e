package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.firewarden.control.Control;
import org.firewarden.crypto.TlsTrust;
import org.firewarden.ledger.follow.FollowerStatus;
import org.firewarden.ledger.siem.SiemOutputs;
import org.firewarden.outbound.OutboundOrigin;
import org.firewarden.outbound.OutboundRefusedException;
import org.firewarden.outbound.OutboundTls;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What leaves for a SIEM, as a syslog server and a directory get it: every event, and nothing of a patient. */
class SiemIT {

    private static final String CANARY = "Qzy" + UUID.randomUUID().toString().substring(24);

    private static final Pattern SEQ =
            Pattern.compile("\\[firewarden@32473 seq=\"([0-9]+)\" id=\"[0-9a-f-]{36}\"\\] \\{");

    @Test
    @Control("164.312(b)")
    void bothOutputsHaveEveryEventAndNoPlantedValue() {
        plant();
        long events = size();
        catchUp(events);

        List<String> messages = RunningServer.siem().messages();
        List<String> lines = lines();
        assertThat(seqs(messages)).containsAll(all(events));
        assertThat(lines.stream().map(SiemIT::seqOfLine)).containsAll(all(events));
        assertThat(Stream.concat(messages.stream(), lines.stream()))
                .noneMatch(text -> text.contains(CANARY))
                .allMatch(text -> text.chars().allMatch(c -> c >= ' ' && c < 0x7f));
        assertThat(messages).anyMatch(message -> message.startsWith("<108>1 ") && message.contains("\"reason\":"));
    }

    @Test
    void aConnectionThatIsCutDeliveredNothingAndAllOfItComesAgain() {
        Client alice = Client.as("alice", "user/*.rs");
        catchUp(size());
        RunningServer.siem().cut(true);
        try {
            alice.get("/fhir/Patient/demo-prevent");
            long events = size();
            outputs().look();

            FollowerStatus status = syslog();
            assertThat(status.isFailing()).isTrue();
            assertThat(status.next()).isLessThan(events);
            assertThat(outputs().isKeepingUp()).isFalse();
            assertThat(Client.anonymous().get("/actuator/health/readiness").body())
                    .contains("\"siem\":{\"status\":\"DEGRADED\"}");
            assertThat(alice.get("/fhir/Patient/demo-prevent").status()).isEqualTo(200);
        } finally {
            RunningServer.siem().cut(false);
        }
        long events = size();
        catchUp(events);

        assertThat(seqs(RunningServer.siem().messages())).containsAll(all(events));
        assertThat(Client.as("root", "").get("/actuator/prometheus").body())
                .contains("firewarden_siem_waiting{")
                .contains("destination=\"syslog localhost:");
    }

    @Test
    void onlyTheServerOfTheCertificateThatIsListedIsSpokenTo() {
        OutboundTls tls = RunningServer.bean(OutboundTls.class);
        TlsTrust trust = TlsTrust.of(RunningServer.siem().certificate(), null);
        TlsTrust other = TlsTrust.of(new SiemReceiver(temporary()).certificate(), null);
        String port = ":" + RunningServer.siem().port();
        byte[] frame = "1 x".getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> tls.deliver(origin("localhost:1"), trust, true, frame))
                .isInstanceOf(OutboundRefusedException.class);
        assertThatThrownBy(() -> tls.deliver(origin("localhost" + port), other, true, frame))
                .isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> tls.deliver(origin("127.0.0.1" + port), trust, true, frame))
                .as("the certificate is for localhost")
                .isInstanceOf(SSLException.class);
        assertThat(RunningServer.siem().messages()).doesNotContain("x");
    }

    /** Planted where a client can write: addresses, queries, bodies, headers; with what breaks lines and terminals. */
    private static void plant() {
        String hostile = CANARY + "%0d%0a%1b%5b31m%e2%80%ae";
        Client loader = Client.loader();
        loader.put("/fhir/Patient/it-siem", """
                {"resourceType": "Patient", "id": "it-siem", "name": [{"family": "%1$s", "given": ["%1$s"]}],
                 "identifier": [{"system": "urn:mrn", "value": "%1$s"}]}
                """.formatted(CANARY));
        Client alice = Client.as("alice", "user/*.rs");
        alice.get("/fhir/Patient?family=" + hostile);
        alice.get("/fhir/Patient?" + hostile + "=x");
        alice.get("/fhir/Patient/" + hostile);
        alice.get("/fhir/Patient/$" + CANARY);
        alice.get("/fhir/$" + CANARY);
        alice.get("/fhir/" + CANARY);
        alice.get("/" + hostile);
        Client.as("pat", "patient/*.rs").get("/fhir/Patient/demo-pat?_elements=" + CANARY);
        Client.with(CANARY).get("/fhir/Patient/it-siem");
        Client.anonymous().form("/login", Map.of("username", CANARY, "password", CANARY));
        Client.anonymous().form("/oauth2/token", Map.of("grant_type", CANARY, "client_id", CANARY));
        raw("GET /fhir/metadata HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: " + CANARY
                + "\u001b[31m \u00e2\u0080\u00ae\r\nX-Request-Id: " + CANARY + "\r\nConnection: close\r\n\r\n");
        raw("GET /fhir/metadata HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: " + CANARY + "\r\nX-Request-Id: x\r\n y"
                + CANARY + "\r\nConnection: close\r\n\r\n");
        raw(CANARY + " /fhir/metadata HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    }

    /** What an HTTP client would not send. */
    private static void raw(String request) {
        URI base = URI.create(RunningServer.base());
        try (Socket socket = new Socket(InetAddress.getByName(base.getHost()), base.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SiemOutputs outputs() {
        return RunningServer.bean(SiemOutputs.class);
    }

    private static FollowerStatus syslog() {
        return outputs().status().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("syslog "))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static void catchUp(long events) {
        outputs().look();
        assertThat(outputs().status().values()).hasSize(2).allSatisfy(status -> {
            assertThat(status.isFailing()).isFalse();
            assertThat(status.next()).isGreaterThanOrEqualTo(events);
        });
    }

    private static long size() {
        Long size = RunningServer.bean(JdbcTemplate.class)
                .queryForObject("SELECT max(size) FROM firewarden.ledger_head", Long.class);
        return size == null ? 0 : size;
    }

    private static List<Long> all(long events) {
        return LongStream.range(0, events).boxed().toList();
    }

    private static Set<Long> seqs(List<String> messages) {
        Set<Long> seqs = new HashSet<>();
        for (String message : messages) {
            Matcher matcher = SEQ.matcher(message);
            assertThat(matcher.find()).as(message).isTrue();
            seqs.add(Long.valueOf(matcher.group(1)));
        }
        return seqs;
    }

    private static long seqOfLine(String line) {
        try {
            return Client.JSON.readTree(line).path("seq").asLong(-1);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(RunningServer.data().resolve("siem-lines"))) {
            for (Path file : files.sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private static OutboundOrigin origin(String hostAndPort) {
        return OutboundOrigin.ofService("syslog-tls://" + hostAndPort).orElseThrow();
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory(RunningServer.data(), "siem");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
