package org.firewarden.ledger.siem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditContext;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.event.EventSealer;
import org.firewarden.ledger.event.KeysInMemory;
import org.firewarden.ledger.event.LeafContent;
import org.firewarden.ledger.follow.LedgerLeaf;
import org.firewarden.ledger.tree.TreeHash;
import org.firewarden.outbound.OutboundTls;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of an event leaves for a SIEM, in both forms. */
class SiemEventTest {

    private static final Instant RECORDED = Instant.parse("2026-11-21T12:00:00.123456Z");

    /** What would break a line, colour a terminal or turn a text around. */
    private static final String HOSTILE = "x\r\n<0>1 forged \u001b[31m\u202Egnp\u0000\"]\\ \u00e9";

    private EventSealer sealer;

    @BeforeEach
    void open(@TempDir Path folder) {
        SecureRandom random = new SecureRandom();
        sealer = new EventSealer(
                new KeysInMemory(),
                new BlindIndex(KeyRing.open(KeyRingSettings.createdIn(folder), random, Clock.systemUTC())),
                random);
    }

    private static AuditEntry entry(
            String interaction, int status, @Nullable String user, Map<String, String> details) {
        return new AuditEntry(
                "Canary-correlation",
                RECORDED,
                AuditAction.READ,
                interaction,
                AuditOutcome.ofHttpStatus(status),
                status,
                "Canary-account",
                "app",
                user,
                "TREAT",
                "127.0.0.1",
                Set.of("Canary-p1"),
                Set.of("Canary-p2"),
                List.of("Observation/Canary-o1"),
                status < 400 ? null : "consent",
                "Consent/Canary-c1",
                details,
                new AuditContext(
                        Phi.of("/fhir/Patient?family=Canary"),
                        "family",
                        "token-1",
                        Set.of("clinician"),
                        Map.of("comment", Phi.of("Canary-comment")),
                        1,
                        1));
    }

    private SiemEvent event(AuditEntry entry) {
        String content = LeafContent.of(sealer.seal(entry).json(), 7, TreeHash.OF_EMPTY_TREE);
        return SiemEvent.of(new LedgerLeaf(7, RECORDED, "0", 0, content));
    }

    private static JsonNode read(SiemEvent event) throws Exception {
        return new ObjectMapper().readTree(event.json());
    }

    @Test
    void codesAndCountsAreTold() throws Exception {
        JsonNode line = read(event(entry("read", 200, "Practitioner/alice", Map.of("method", "GET"))));

        assertThat(line.path("subject").asText()).isEqualTo("Canary-account");
        assertThat(line.path("user").asText()).isEqualTo("Practitioner/alice");
        assertThat(line.path("seq").asLong()).isEqualTo(7);
        assertThat(line.path("patients").asInt()).isEqualTo(2);
        assertThat(line.path("recorded").asText()).isEqualTo("2026-11-21T12:00:00.123456Z");
        assertThat(line.path("asked").asText()).isEqualTo("family");
        assertThat(line.path("details").path("method").asText()).isEqualTo("GET");
    }

    @Test
    void nothingOfAPatientIsTold() {
        String asStaff =
                event(entry("read", 200, "Practitioner/alice", Map.of())).json();
        assertThat(asStaff.replace("Canary-account", "")).doesNotContain("Canary");
        assertThat(event(entry("read", 200, "Patient/Canary-p1", Map.of())).json())
                .doesNotContain("Canary");
        assertThat(event(entry("read", 200, "RelatedPerson/Canary", Map.of())).json())
                .doesNotContain("Canary");
        assertThat(event(entry("sign-in", 200, null, Map.of("person", "Canary")))
                        .json())
                .as("an account of which nobody knows whose it is")
                .doesNotContain("Canary");
    }

    @Test
    void aDetailThatIsNotListedStaysInTheLedger() {
        assertThat(event(entry("read", 200, null, Map.of("made-up", "Canary"))).json())
                .doesNotContain("Canary");
    }

    @Test
    void nothingBreaksALineOrATerminal() throws Exception {
        SiemEvent event = event(entry("$" + HOSTILE, 200, "Practitioner/" + HOSTILE, Map.of("change", HOSTILE)));
        String message = destination().message(event);

        assertThat(event.json().chars()).allMatch(c -> c >= ' ' && c < 0x7f);
        assertThat(message.chars()).allMatch(c -> c >= ' ' && c < 0x7f);
        assertThat(read(event).path("details").path("change").asText()).isEqualTo("x??<0>1 forged ?[31m?gnp?\"]\\ ?");
        assertThat(message).matches(Syslog.MESSAGE);
    }

    @Test
    void aLongValueIsCut() throws Exception {
        JsonNode line = read(event(entry("read", 200, null, Map.of("change", "x".repeat(5_000)))));

        assertThat(line.path("details").path("change").asText()).hasSize(256);
    }

    @Test
    void severitiesAreThoseOfTheField() {
        assertThat(event(entry("read", 200, null, Map.of())).severity()).isEqualTo(SiemSeverity.INFORMATIONAL);
        assertThat(event(entry("read", 200, null, Map.of("break-glass", "g"))).severity())
                .isEqualTo(SiemSeverity.NOTICE);
        assertThat(event(entry("read", 403, null, Map.of())).severity()).isEqualTo(SiemSeverity.WARNING);
        assertThat(event(entry("read", 503, null, Map.of())).severity()).isEqualTo(SiemSeverity.ERROR);
        assertThat(event(entry(AuditKind.POLICY_CHANGE.code(), 200, null, Map.of()))
                        .severity())
                .isEqualTo(SiemSeverity.NOTICE);
        assertThat(event(entry("clock-set-back", 200, null, Map.of())).severity())
                .isEqualTo(SiemSeverity.CRITICAL);
        assertThat(event(entry(AuditKind.ALERT.code(), 200, null, Map.of())).severity())
                .isEqualTo(SiemSeverity.ALERT);
    }

    @Test
    void aMessageIsOfRfc5424() {
        String message = destination().message(event(entry("search-type", 403, null, Map.of())));

        assertThat(message).matches(Syslog.MESSAGE);
        assertThat(message)
                .startsWith("<108>1 2026-11-21T12:00:00.123456Z fhir.example.org firewarden ")
                .contains(" search-type [firewarden@32473 seq=\"7\" id=\"");
    }

    @Test
    void framesAreCountedInOctets() throws Exception {
        byte[][] sent = new byte[1][];
        boolean[] taken = new boolean[1];
        String content =
                LeafContent.of(sealer.seal(entry("read", 200, null, Map.of())).json(), 7, TreeHash.OF_EMPTY_TREE);
        LedgerLeaf leaf = new LedgerLeaf(7, RECORDED, "0", 0, content);

        destination((to, trust, isEndSigned, bytes) -> {
                    assertThat(to).hasToString("syslog-tls://siem.example.org");
                    assertThat(isEndSigned).isTrue();
                    assertThat(taken[0]).as("not before it was taken").isFalse();
                    sent[0] = bytes;
                })
                .take(List.of(leaf, leaf), () -> taken[0] = true);

        List<String> messages = Syslog.messages(sent[0]);
        assertThat(messages).hasSize(2).allMatch(message -> message.matches(Syslog.MESSAGE));
        assertThat(String.join("", messages).getBytes(StandardCharsets.US_ASCII).length)
                .isLessThan(sent[0].length);
        assertThat(taken[0]).isTrue();
    }

    private static SyslogDestination destination() {
        return destination((to, trust, isEndSigned, content) -> {});
    }

    private static SyslogDestination destination(OutboundTls tls) {
        return new SyslogDestination(
                new SiemSettings.Syslog(
                        "syslog-tls://siem.example.org",
                        Path.of("src/test/resources/org/firewarden/ledger/siem/anchor.crt"),
                        null,
                        null,
                        null),
                tls,
                "fhir.example.org");
    }
}
