package org.firewarden.gate.breakglass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.DenialReason;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.phi.Phi;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionOperations;

class BreakGlassServiceTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String STEP_UP = "urn:firewarden:acr:step-up";
    private static final String TEXT = "Unconscious, unknown medication";
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static KeyRing keys;

    private final List<BreakGlassGrant> added = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final List<BreakGlassReason> alerts = new ArrayList<>();
    private final AuditDraft draft = new AuditDraft("request-1", "127.0.0.1");
    private final BreakGlassService service = new BreakGlassService(
            new Kept(),
            new Patients(),
            TransactionOperations.withoutTransaction(),
            keys,
            List.of(alerts::add),
            BreakGlassSettings.DEFAULT,
            CLOCK);

    @BeforeAll
    static void openKeys() {
        keys = KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), CLOCK);
    }

    private static Caller caller(Role role, PurposeOfUse purpose, String scopes, @Nullable String acr) {
        return new Caller(
                "cody",
                "app",
                Set.of(role),
                SmartScopes.parse(scopes),
                purpose,
                "Practitioner/cody",
                null,
                acr,
                null,
                null);
    }

    private static BreakGlassRequest request(Caller caller, String patient, @Nullable String code, String text) {
        return new BreakGlassRequest(caller, patient, code, BreakGlassReason.SYSTEM, Phi.of(text));
    }

    private static Caller clinician() {
        return caller(Role.CLINICIAN, PurposeOfUse.TREAT, "user/*.cruds", STEP_UP);
    }

    @Test
    void aStrongSignInAndAReasonOpenThePatientForHalfAnHour() {
        BreakGlassResult result = service.open(request(clinician(), "a", "ETREAT", " " + TEXT + " "), draft);

        assertThat(added).hasSize(1);
        BreakGlassGrant grant = added.get(0);
        assertThat(result).isEqualTo(new BreakGlassResult.Opened(grant));
        assertThat(grant.patientId()).isEqualTo("a");
        assertThat(grant.subject()).isEqualTo("cody");
        assertThat(grant.fhirUser()).isEqualTo("Practitioner/cody");
        assertThat(grant.openedAt()).isEqualTo(NOW);
        assertThat(grant.expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
        assertThat(grant.explanation()).doesNotContain("Unconscious");
        assertThat(service.explanation(grant).reveal()).isEqualTo(TEXT);
        assertThat(alerts).containsExactly(BreakGlassReason.ETREAT);
        assertThat(draft.toEntry(NOW, 200).details())
                .containsEntry(AuditDraft.BREAK_GLASS, grant.id().toString());
    }

    @Test
    void theReviewNamesGrantPatientAndDueDateAndNotTheText() {
        service.open(request(clinician(), "a", "ETREAT", TEXT), draft);

        Task task = tasks.get(0);
        assertThat(ReviewTask.isReview(task)).isTrue();
        assertThat(ReviewTask.grantId(task.getIdElement().getIdPart()))
                .contains(added.get(0).id());
        assertThat(task.getStatus()).isEqualTo(Task.TaskStatus.REQUESTED);
        assertThat(task.getFor().getReference()).isEqualTo("Patient/a");
        assertThat(task.getRestriction().getPeriod().getEnd().toInstant()).isEqualTo(NOW.plus(Duration.ofHours(24)));
        assertThat(FhirContext.forR4Cached().newJsonParser().encodeResourceToString(task))
                .contains("request-1")
                .doesNotContain("Unconscious");
    }

    @ParameterizedTest
    @CsvSource({
        "PATIENT, PATRQT, user/*.cruds, urn:firewarden:acr:step-up, ROLE",
        "RESEARCHER, TREAT, user/*.cruds, urn:firewarden:acr:step-up, ROLE",
        "CLINICIAN, HPAYMT, user/*.cruds, urn:firewarden:acr:step-up, ROLE",
        "CLINICIAN, TREAT, user/Observation.rs, urn:firewarden:acr:step-up, MISSING_SCOPE",
        "CLINICIAN, TREAT, user/*.cruds, urn:firewarden:acr:password, STEP_UP_REQUIRED",
        "CLINICIAN, TREAT, user/*.cruds, , STEP_UP_REQUIRED"
    })
    void nobodyElseBreaksTheGlass(
            Role role, PurposeOfUse purpose, String scopes, @Nullable String acr, DenialReason reason) {
        BreakGlassResult result = service.open(request(caller(role, purpose, scopes, acr), "a", "ETREAT", TEXT), draft);

        assertThat(result)
                .isInstanceOfSatisfying(
                        BreakGlassResult.Refused.class,
                        refused -> assertThat(refused.denial().reason()).isEqualTo(reason));
        assertThat(added).isEmpty();
        assertThat(tasks).isEmpty();
        assertThat(alerts).isEmpty();
    }

    @Test
    void allThatIsWrongWithTheParametersIsSaid() {
        BreakGlassResult result = service.open(request(clinician(), "a", "TREAT", "short"), draft);

        assertThat(result)
                .isInstanceOfSatisfying(
                        BreakGlassResult.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(Problem::code)
                                .containsExactly("break-glass-reason", "break-glass-text"));
        assertThat(added).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 1001})
    void theTextHasTenToAThousandCharacters(int length) {
        assertThat(service.open(request(clinician(), "a", "BTG", "x".repeat(length)), draft))
                .isInstanceOf(BreakGlassResult.Invalid.class);
        assertThat(service.open(request(clinician(), "a", "BTG", "x".repeat(1000)), draft))
                .isInstanceOf(BreakGlassResult.Opened.class);
    }

    @Test
    void aCodeOfAnotherSystemIsNoReason() {
        assertThat(service.open(new BreakGlassRequest(clinician(), "a", "ETREAT", "urn:other", Phi.of(TEXT)), draft))
                .isInstanceOf(BreakGlassResult.Invalid.class);
    }

    @Test
    void aPatientWhoIsNotThereIsAbsent() {
        assertThat(service.open(request(clinician(), "nobody", "ETREAT", TEXT), draft))
                .isInstanceOf(BreakGlassResult.Absent.class);
        assertThat(added).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {14, 61})
    void aGrantLastsFifteenToSixtyMinutes(long minutes) {
        assertThatThrownBy(() ->
                        new BreakGlassSettings(Duration.ofMinutes(minutes), List.of(STEP_UP), Duration.ofHours(24)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private final class Kept implements BreakGlassGrants {

        @Override
        public void add(BreakGlassGrant grant) {
            added.add(grant);
        }

        @Override
        public Optional<BreakGlassGrant> find(UUID id) {
            return added.stream().filter(grant -> grant.id().equals(id)).findFirst();
        }

        @Override
        public void review(UUID id, Outcome outcome, Caller reviewer, Instant at) {
            throw new AssertionError("nothing is reviewed here");
        }

        @Override
        public int unreviewedSince(Instant openedBefore) {
            return 0;
        }
    }

    private final class Patients implements BreakGlassRecord {

        @Override
        public boolean isPatient(String patientId, AuditDraft noted) {
            return patientId.equals("a");
        }

        @Override
        public void open(Task review, AuditDraft noted) {
            tasks.add(review);
        }
    }
}
