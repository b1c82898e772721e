package org.firewarden.deid.operation.reidentify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.dataset.Custody;
import org.firewarden.dataset.DataSet;
import org.firewarden.dataset.Lineage;
import org.firewarden.dataset.Sensitivity;
import org.firewarden.deid.operation.ProtocolProject;
import org.firewarden.deid.operation.dataset.TestDatabase;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

class ReidentifyServiceIT {

    private static final String TOKEN = "abcdefghijklmnopqrstuvwxy2";
    private static final String ELSEWHERE = "abcdefghijklmnopqrstuvwxy3";
    private static final String PROTOCOL = "study-1";
    private static final DataSet DATA_SET = dataSet();
    private static final Caller RITA = caller("rita", PurposeOfUse.HRESCH, Role.RESEARCHER);
    private static final Caller AUDREY = caller("audrey", PurposeOfUse.HOPERAT, Role.PRIVACY_OFFICER, Role.AUDITOR);
    private static final Caller AUDREY2 = caller("audrey2", PurposeOfUse.HOPERAT, Role.PRIVACY_OFFICER);
    private static final Caller SOFIA = caller("sofia", PurposeOfUse.HOPERAT, Role.SAFETY_OFFICER);
    private static final Caller ALICE = caller("alice", PurposeOfUse.TREAT, Role.CLINICIAN);

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private final List<String> tasks = new ArrayList<>();
    private ReidentifyService service;
    private AuditDraft draft = new AuditDraft("correlation-1", "127.0.0.1");

    private static Caller caller(String subject, PurposeOfUse purpose, Role... roles) {
        return new Caller(
                subject, "app", Set.of(roles), SmartScopes.parse("user/*.rs"), purpose, null, null, null, null, null);
    }

    private static DataSet dataSet() {
        Instant at = Instant.parse("2026-11-24T12:00:00Z");
        return new DataSet(
                UUID.randomUUID(),
                at,
                List.of(),
                "00",
                new Lineage(UUID.randomUUID(), "expert-determination", "00", "1", null, "00", at, PROTOCOL, null, 11),
                new Custody(
                        "rita", null, "audrey", null, Sensitivity.DEIDENTIFIED, at.plus(Duration.ofDays(90)), "budget"),
                JsonNodeFactory.instance.objectNode(),
                null);
    }

    private static ReidentifyService.Question question(String dataSet, String... tokens) {
        return new ReidentifyService.Question(
                dataSet, List.of(tokens), "finding", Phi.of("A needle was seen in the picture."), "2");
    }

    private static String set() {
        return "DataSet/" + DATA_SET.id();
    }

    @BeforeEach
    void open() {
        KeyRing keys = KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), Clock.systemUTC());
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        service = new ReidentifyService(
                new Inquiries(TestDatabase.jdbc()),
                id -> id.equals(DATA_SET.id()) ? Optional.of(DATA_SET) : Optional.empty(),
                token -> Optional.ofNullable(Map.of(
                                TOKEN,
                                ProtocolProject.scope(PROTOCOL, "expert-determination") + "Patient/p1",
                                ELSEWHERE,
                                ProtocolProject.scope("study-2", "expert-determination") + "Patient/p1")
                        .get(token)),
                (id, requester, state, requestedAt, pendingUntil) -> tasks.add(state),
                keys,
                clock);
    }

    private UUID asked(Caller caller) {
        ReidentifyResult result = service.request(caller, question(set(), "Patient/" + TOKEN), draft);
        return ((ReidentifyResult.Standing) result).inquiry().id();
    }

    private Inquiry.@Nullable State decided(Caller caller, UUID id, boolean isApproved) {
        ReidentifyResult result = service.decide(caller, id, isApproved, draft);
        return result instanceof ReidentifyResult.Standing standing ? standing.state() : null;
    }

    private int refusal(ReidentifyResult result) {
        return result instanceof ReidentifyResult.Refused refused ? refused.status() : 200;
    }

    private Map<String, Phi<String>> identities(Caller caller, UUID id) {
        return service.look(caller, id, draft) instanceof ReidentifyResult.Revealed revealed
                ? revealed.identities()
                : Map.of();
    }

    @Test
    void twoOthersOpenItForItsRequester() {
        UUID id = asked(RITA);
        assertThat(identities(RITA, id)).isEmpty();
        assertThat(decided(AUDREY, id, true)).isEqualTo(Inquiry.State.PENDING);
        assertThat(identities(RITA, id)).isEmpty();
        assertThat(decided(SOFIA, id, true)).isEqualTo(Inquiry.State.OPEN);

        draft = new AuditDraft("correlation-2", "127.0.0.1");
        assertThat(identities(RITA, id)).containsExactly(Map.entry(TOKEN, Phi.of("Patient/p1")));
        assertThat(draft.toEntry(now, 200).patientIds()).containsExactly("p1");
        assertThat(draft.toEntry(now, 200).details()).containsEntry("reidentify-request", id.toString());
        assertThat(tasks).containsExactly("pending", "pending", "open");
        for (Caller other : List.of(AUDREY, SOFIA, ALICE, caller("rita2", PurposeOfUse.HRESCH, Role.RESEARCHER))) {
            assertThat(identities(other, id)).isEmpty();
        }
        assertThat(refusal(service.look(caller("max", PurposeOfUse.HOPERAT, Role.ML_ENGINEER), id, draft)))
                .isEqualTo(404);
    }

    @Test
    void aRequestIsAboutTokensOfADataSetOfItsRequester() {
        for (Caller other : List.of(
                caller("rita2", PurposeOfUse.HRESCH, Role.RESEARCHER),
                new Caller(
                        "rita",
                        "app",
                        Set.of(Role.RESEARCHER),
                        SmartScopes.parse("user/*.rs"),
                        PurposeOfUse.HRESCH,
                        null,
                        null,
                        null,
                        null,
                        "hospital-b"))) {
            assertThat(refusal(service.request(other, question(set(), TOKEN), draft)))
                    .isEqualTo(404);
        }
        assertThat(refusal(service.request(RITA, question("DataSet/" + UUID.randomUUID(), TOKEN), draft)))
                .isEqualTo(404);
        for (String token : List.of(ELSEWHERE, "abcdefghijklmnopqrstuvwxy4")) {
            assertThat(refusal(service.request(RITA, question(set(), TOKEN, token), draft)))
                    .isEqualTo(400);
        }
        assertThat(tasks).isEmpty();
    }

    @Test
    void approversSeeOfWhichDataSet() {
        UUID id = asked(ALICE);
        assertThat(service.look(AUDREY, id, draft))
                .isInstanceOfSatisfying(
                        ReidentifyResult.ForApproval.class,
                        shown -> assertThat(shown.dataSet()).isEqualTo(DATA_SET));
    }

    @Test
    void whatWasAskedWithoutADataSetIsAnsweredNoMore() {
        UUID id = UUID.randomUUID();
        TestDatabase.jdbc()
                .update(
                        "INSERT INTO firewarden.reidentify_request (id, subject, client_id, tokens, reason, explanation,"
                                + " requested_at, pending_until, open_minutes, correlation_id)"
                                + " VALUES (?, 'rita', 'app', ?, 'finding', '', ?, ?, 60, 'c')",
                        id,
                        TOKEN,
                        Timestamp.from(now),
                        Timestamp.from(now.plus(Duration.ofDays(7))));
        decided(AUDREY, id, true);
        assertThat(decided(SOFIA, id, true)).isEqualTo(Inquiry.State.OPEN);
        assertThat(identities(RITA, id)).isEmpty();
    }

    @Test
    void itIsOpenForItsTimeOnly() {
        UUID id = asked(RITA);
        decided(SOFIA, id, true);
        decided(AUDREY, id, true);
        now = now.plus(Duration.ofHours(2)).minusSeconds(1);
        assertThat(identities(RITA, id)).isNotEmpty();
        now = now.plusSeconds(1);
        assertThat(identities(RITA, id)).isEmpty();
    }

    @Test
    void noOneApprovesTheOwnRequestOrTwice() {
        UUID id = asked(ALICE);
        assertThat(refusal(service.decide(ALICE, id, true, draft))).isEqualTo(403);
        assertThat(decided(AUDREY, id, true)).isEqualTo(Inquiry.State.PENDING);
        assertThat(refusal(service.decide(AUDREY, id, true, draft))).isEqualTo(409);
        assertThat(decided(AUDREY2, id, true)).isEqualTo(Inquiry.State.PENDING);
        assertThat(identities(ALICE, id)).isEmpty();
    }

    @Test
    void twoWithoutAPrivacyOfficerAreNotEnough() {
        UUID id = asked(RITA);
        assertThat(decided(SOFIA, id, true)).isEqualTo(Inquiry.State.PENDING);
        assertThat(decided(ALICE, id, true)).isEqualTo(Inquiry.State.PENDING);
        assertThat(identities(RITA, id)).isEmpty();
    }

    @Test
    void oneRefusalEndsIt() {
        UUID id = asked(RITA);
        assertThat(decided(SOFIA, id, false)).isEqualTo(Inquiry.State.REJECTED);
        assertThat(refusal(service.decide(AUDREY, id, true, draft))).isEqualTo(409);
        assertThat(identities(RITA, id)).isEmpty();
    }

    @Test
    void nobodyDecidesAfterAWeek() {
        UUID id = asked(RITA);
        decided(SOFIA, id, true);
        now = now.plus(Duration.ofDays(7));
        assertThat(refusal(service.decide(AUDREY, id, true, draft))).isEqualTo(409);
        assertThat(identities(RITA, id)).isEmpty();
    }

    @Test
    void othersNeitherAskNorApprove() {
        assertThat(refusal(service.request(
                        caller("max", PurposeOfUse.HRESCH, Role.ML_ENGINEER), question(set(), TOKEN), draft)))
                .isEqualTo(403);
        UUID id = asked(RITA);
        assertThat(refusal(service.decide(caller("max", PurposeOfUse.HOPERAT, Role.ML_ENGINEER), id, true, draft)))
                .isEqualTo(403);
        assertThat(refusal(service.decide(
                        new Caller(
                                "audrey3",
                                "app",
                                Set.of(Role.PRIVACY_OFFICER),
                                SmartScopes.parse("user/*.rs"),
                                PurposeOfUse.HOPERAT,
                                null,
                                null,
                                null,
                                null,
                                "hospital-b"),
                        id,
                        true,
                        draft)))
                .isEqualTo(404);
    }

    @Test
    void badRequestsAreAnsweredWithEachProblem() {
        ReidentifyResult result = service.request(
                RITA,
                new ReidentifyService.Question(null, List.of("MRN-1234"), "curiosity", Phi.of("short"), "900"),
                draft);
        assertThat(((ReidentifyResult.Refused) result).problems())
                .extracting(problem -> problem.code())
                .containsExactly("token-invalid", "dataset-invalid", "reason-invalid", "text-invalid", "hours-invalid");
    }

    @Test
    void whatWasAskedAndDecidedIsNotChanged() {
        UUID id = asked(RITA);
        decided(SOFIA, id, true);
        assertThatThrownBy(() -> TestDatabase.jdbc()
                        .update("UPDATE firewarden.reidentify_decision SET role = 'privacy-officer'"))
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() ->
                        TestDatabase.jdbc().update("UPDATE firewarden.reidentify_request SET subject = 'mallory'"))
                .isInstanceOf(DataAccessException.class);
        byte[] stored = Objects.requireNonNull(TestDatabase.jdbc()
                .queryForObject(
                        "SELECT explanation FROM firewarden.reidentify_request WHERE id = ?", byte[].class, id));
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("needle");
    }
}
