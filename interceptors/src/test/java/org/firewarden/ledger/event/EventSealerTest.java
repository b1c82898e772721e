package org.firewarden.ledger.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditContext;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.ledger.tree.TreeHash;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSealerTest {

    private final SecureRandom random = new SecureRandom();
    private final KeysInMemory keys = new KeysInMemory();
    private final EventOpener opener = new EventOpener(keys);

    private BlindIndex index;
    private EventSealer sealer;

    @BeforeEach
    void open(@TempDir Path folder) {
        index = new BlindIndex(KeyRing.open(KeyRingSettings.createdIn(folder), random, Clock.systemUTC()));
        sealer = new EventSealer(keys, index, random);
    }

    private static AuditEntry entry(@Nullable String user, Set<String> patients, Set<String> withheld) {
        return new AuditEntry(
                "c1",
                Instant.parse("2026-11-21T12:00:00.123456Z"),
                AuditAction.READ,
                "read",
                AuditOutcome.SUCCESS,
                200,
                "subject-1",
                "app",
                user,
                "TREAT",
                "127.0.0.1",
                patients,
                withheld,
                List.of("Observation/Canary-o1", "Patient/Canary-p1"),
                null,
                "Consent/Canary-c1",
                Map.of("method", "GET"));
    }

    private OpenedEvent reopened(SealedEvent event) {
        return opener.open(LeafContent.of(event.json(), 7, TreeHash.OF_EMPTY_TREE));
    }

    @Test
    void anEntryComesBackAsItWas() {
        for (AuditEntry entry : List.of(
                entry("Practitioner/alice", Set.of("Canary-p1", "Canary-p2"), Set.of("Canary-p2", "Canary-p3")),
                entry("Patient/Canary-p1", Set.of("Canary-p1"), Set.of()),
                entry("Patient/Canary-p1", Set.of(), Set.of()),
                entry(null, Set.of(), Set.of()))) {
            OpenedEvent opened = reopened(sealer.seal(entry));
            assertThat(opened.entry()).isEqualTo(entry);
            assertThat(opened.erasedParts()).isZero();
        }
    }

    @Test
    void nothingOfAPatientStandsInTheClear() {
        SealedEvent event = sealer.seal(entry("Patient/Canary-p1", Set.of("Canary-p1"), Set.of("Canary-p2")));

        assertThat(event.json()).doesNotContain("Canary", "subject-1").contains("\"interaction\":\"read\"");
        assertThat(sealer.seal(entry(null, Set.of(), Set.of())).json()).doesNotContain("Canary");
    }

    @Test
    void aDestroyedKeyDestroysThatPatientsContentAndWhatCannotBeToldApart() {
        SealedEvent both = sealer.seal(entry("Practitioner/alice", Set.of("Canary-p1", "Canary-p2"), Set.of()));
        keys.destroy("Canary-p1");

        OpenedEvent opened = reopened(both);
        assertThat(opened.entry().patientIds()).containsExactly("Canary-p2");
        assertThat(opened.entry().entities()).isEmpty();
        assertThat(opened.entry().decidedBy()).isNull();
        assertThat(opened.entry().fhirUser()).isEqualTo("Practitioner/alice");
        assertThat(opened.erasedParts()).isEqualTo(2);
    }

    @Test
    void eachSealedPartOpensInItsOwnEventOnly() {
        SealedEvent first = sealer.seal(entry(null, Set.of("Canary-p1"), Set.of()));
        SealedEvent second = sealer.seal(entry(null, Set.of("Canary-p1"), Set.of()));
        String moved = first.json().replaceFirst("\"shared\":\"[^\"]*\"", "@").replace("@", shared(second.json()));

        assertThatThrownBy(() -> opener.open(LeafContent.of(moved, 7, TreeHash.OF_EMPTY_TREE)))
                .isInstanceOf(KeyRingException.class);
    }

    private static String shared(String json) {
        int from = json.indexOf("\"shared\":\"");
        return json.substring(from, json.indexOf('"', from + "\"shared\":\"".length()) + 1);
    }

    @Test
    void anEventIsFoundByItsPatientsAndItsPerson() {
        SealedEvent event = sealer.seal(entry("Practitioner/alice", Set.of("p1"), Set.of("p2")));

        assertThat(event.index().stream().map(HexFormat.of()::formatHex))
                .containsExactlyInAnyOrder(
                        HexFormat.of().formatHex(index.patient("p1")),
                        HexFormat.of().formatHex(index.patient("p2")),
                        HexFormat.of().formatHex(index.agent("subject-1")),
                        HexFormat.of().formatHex(index.agent("Practitioner/alice")),
                        HexFormat.of().formatHex(index.agent("app")),
                        HexFormat.of().formatHex(index.entity("Observation/Canary-o1")),
                        HexFormat.of().formatHex(index.entity("Patient/Canary-p1")),
                        HexFormat.of().formatHex(index.entity("Consent/Canary-c1")),
                        HexFormat.of().formatHex(index.entity("c1")),
                        HexFormat.of().formatHex(index.address("127.0.0.1")));
        assertThat(index.patient("p1")).isNotEqualTo(index.agent("p1"));
    }

    @Test
    void whatWasAskedIsSealedOnceForAllPatientsOfTheRequest() {
        AuditContext asked = new AuditContext(
                Phi.of("Patient?name=Canary-n"),
                "Patient?name",
                "jti-1",
                Set.of("clinician"),
                Map.of("output", Phi.of("Canary-7.4")),
                1,
                2);
        AuditEntry first =
                entry("Practitioner/alice", Set.of("Canary-p1"), Set.of()).withContext(asked);
        AuditEntry second = entry("Practitioner/alice", Set.of("Canary-p2"), Set.of())
                .withContext(new AuditContext(
                        asked.query(), "Patient?name", "jti-1", Set.of("clinician"), asked.sealedDetails(), 2, 2));

        List<SealedEvent> sealed = sealer.sealAll(List.of(first, second));
        assertThat(sealed.get(0).json()).contains("\"sealed\"", "Patient?name").doesNotContain("Canary");
        assertThat(sealed.get(1).json()).doesNotContain("\"sealed\"").doesNotContain("Canary");
        OpenedEvent one = reopened(sealed.get(0));
        assertThat(one.entry()).isEqualTo(first);
        assertThat(reopened(sealed.get(1)).askedAs(one).entry()).isEqualTo(second);

        keys.destroy("Canary-p2");
        OpenedEvent later = reopened(sealed.get(0));
        assertThat(later.entry().patientIds()).containsExactly("Canary-p1");
        assertThat(later.entry().context().query()).isNull();
        assertThat(later.entry().context().sealedDetails()).isEmpty();
        assertThat(later.erasedParts()).isEqualTo(1);
    }

    @Test
    void thatOnePatientsKeyIsDestroyedLeavesTheEventsOfOthersWhole() {
        List<SealedEvent> sealed = sealer.sealAll(
                List.of(entry(null, Set.of("Canary-p1"), Set.of()), entry(null, Set.of("Canary-p2"), Set.of())));
        keys.destroy("Canary-p1");

        assertThat(reopened(sealed.get(0)).entry().entities()).isEmpty();
        assertThat(reopened(sealed.get(1)).entry()).isEqualTo(entry(null, Set.of("Canary-p2"), Set.of()));
    }

    @Test
    void aPatientsAddressGoesWithThePatientsKey() {
        SealedEvent event = sealer.seal(entry("Patient/Canary-p1", Set.of("Canary-p1"), Set.of()));
        assertThat(event.json()).doesNotContain("127.0.0.1");
        assertThat(reopened(event).entry().networkAddress()).isEqualTo("127.0.0.1");

        keys.destroy("Canary-p1");
        assertThat(reopened(event).entry().networkAddress()).isEmpty();
    }

    @Test
    void theSameEntryNeverMakesTheSameLeaf() {
        AuditEntry entry = entry(null, Set.of(), Set.of());

        assertThat(sealer.seal(entry).json()).isNotEqualTo(sealer.seal(entry).json());
    }

    @Test
    void idsAreOrderedByTimeAndOfVersion7() {
        SealedEvent event = sealer.seal(entry(null, Set.of(), Set.of()));

        assertThat(event.id().version()).isEqualTo(7);
        assertThat(event.id().variant()).isEqualTo(2);
        assertThat(event.id().getMostSignificantBits() >>> 16)
                .isEqualTo(Instant.parse("2026-11-21T12:00:00.123Z").toEpochMilli());
    }

    @Test
    void halvesOfCharactersDoNotKeepAnEventOut() {
        AuditEntry entry = entry("Practitioner/\ud800x", Set.of(), Set.of());

        assertThat(reopened(sealer.seal(entry)).entry().fhirUser()).isEqualTo("Practitioner/\ufffdx");
    }

    @Test
    void aTextThatLooksLikeTheFrameDoesNotBreakIt() {
        AuditEntry entry = entry("x,\"index\":3,\"previous\":\"y\"}", Set.of(), Set.of());

        assertThat(reopened(sealer.seal(entry)).entry()).isEqualTo(entry);
    }
}
