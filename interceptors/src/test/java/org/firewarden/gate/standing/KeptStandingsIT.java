package org.firewarden.gate.standing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.gate.breakglass.BreakGlassGrant;
import org.firewarden.gate.breakglass.BreakGlassGrants;
import org.firewarden.gate.breakglass.BreakGlassReason;
import org.firewarden.gate.breakglass.JdbcBreakGlassGrants;
import org.firewarden.gate.consent.JdbcConsentRules;
import org.firewarden.gate.consent.StoredConsent;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.gate.decision.ConsentSnapshot;
import org.firewarden.gate.decision.PatientStanding;
import org.firewarden.gate.relationship.CareSettings;
import org.firewarden.ledger.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.transaction.support.TransactionTemplate;

/** What a node keeps of patients is never older than what is committed: two nodes on one real PostgreSQL. */
class KeptStandingsIT {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final Counting jdbc = new Counting(TestDatabase.jdbc());
    private final TransactionTemplate transaction = TestDatabase.transaction();
    private final CareSettings settings = new CareSettings(Duration.ofDays(365));
    private final JdbcConsentRules consents = new JdbcConsentRules(jdbc, references -> Map.of());
    private final BreakGlassGrants grants = new JdbcBreakGlassGrants(jdbc);
    private final PatientStandings one = new StoredStandings(consents, jdbc, settings);
    private final PatientStandings other = new StoredStandings(consents, jdbc, settings);
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final String patient = "k" + run;
    private final UUID grantId = UUID.randomUUID();

    /** The application's database, with a count of the questions. */
    private static final class Counting extends JdbcTemplate {

        private final AtomicInteger queries = new AtomicInteger();

        Counting(JdbcTemplate jdbc) {
            super(Objects.requireNonNull(jdbc.getDataSource()));
        }

        @Override
        public <T> @Nullable T query(
                PreparedStatementCreator creator,
                @Nullable PreparedStatementSetter setter,
                ResultSetExtractor<T> extractor) {
            queries.incrementAndGet();
            return super.query(creator, setter, extractor);
        }

        int asked(Runnable work) {
            int before = queries.get();
            work.run();
            return queries.get() - before;
        }
    }

    private Caller caller() {
        return new Caller(
                "p" + run,
                "app",
                Set.of(Role.CLINICIAN),
                SmartScopes.parse("user/*.rs"),
                PurposeOfUse.TREAT,
                "Practitioner/p" + run,
                null,
                null,
                null,
                null);
    }

    private ConsentSnapshot snapshot(PatientStandings node, Instant asOf) {
        return node.snapshot(caller(), Set.of(patient), asOf);
    }

    private PatientStanding standing(PatientStandings node) {
        return Objects.requireNonNull(snapshot(node, NOW).patients().get(patient));
    }

    private List<String> consentIds(PatientStandings node) {
        return standing(node).consents().stream().map(ConsentRule::consentId).toList();
    }

    private void putConsent(String id, @Nullable String patientId, @Nullable String study) {
        consents.put(new StoredConsent(id, patientId, study, """
                {"resourceType": "Consent", "id": "%s", "status": "active", "patient": {"reference": "Patient/x"},
                 "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
                                       "code": "patient-privacy"}]},
                 "provision": {"type": "%s"}}
                """.formatted(id, study == null ? "deny" : "permit")));
    }

    private void addCaregiver(String caregiver) {
        jdbc.update(
                "INSERT INTO firewarden.caregiver (source, patient_id, caregiver, outlasts) VALUES (?, ?, ?, false)",
                "Patient/" + patient,
                patient,
                caregiver);
    }

    private void addMember(String cohort, boolean isExcluded) {
        jdbc.update(
                "INSERT INTO firewarden.cohort_member (source, cohort, patient_id, is_excluded) VALUES (?, ?, ?, ?)",
                cohort,
                cohort,
                patient,
                isExcluded);
    }

    private void addMembership(String source, String member, String standsFor, @Nullable String patientId) {
        jdbc.update(
                "INSERT INTO firewarden.membership (source, member, stands_for, patient_id) VALUES (?, ?, ?, ?)",
                source,
                member,
                standsFor,
                patientId);
    }

    private void addLink(String from, String to) {
        for (String[] way : new String[][] {{from, to}, {to, from}}) {
            jdbc.update(
                    "INSERT INTO firewarden.patient_link (source, patient_id, other_id) VALUES (?, ?, ?)",
                    "Patient/" + from,
                    way[0],
                    way[1]);
        }
    }

    /** Both nodes know the patient as it was before. */
    @BeforeEach
    void warmUp() {
        jdbc.update("DELETE FROM firewarden.consent_rule WHERE patient_id IS NULL");
        addCaregiver("CareTeam/t" + run);
        grants.add(new BreakGlassGrant(
                grantId,
                "p" + run,
                "Practitioner/p" + run,
                "app",
                patient,
                BreakGlassReason.ETREAT,
                "sealed",
                NOW.minusSeconds(60),
                NOW.plusSeconds(60),
                "request"));
        putConsent("s" + run, patient, "study" + run);
        for (String study : List.of("in" + run, "out" + run)) {
            putConsent("waiver-" + study, null, study);
            consents.putStudy(study, true);
            jdbc.update("INSERT INTO firewarden.study_enrollment VALUES (?, ?)", study, "Group/" + study);
        }
        addMember("Group/in" + run, false);
        standing(one);
        standing(other);
    }

    @AfterEach
    void removeWaivers() {
        jdbc.update("DELETE FROM firewarden.consent_rule WHERE patient_id IS NULL");
    }

    private record Change(String name, Work work) {

        interface Work {
            void on(KeptStandingsIT test);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("a new Consent", test -> test.putConsent("c" + test.run, test.patient, null)),
                new Change("a removed Consent", test -> test.consents.remove("s" + test.run)),
                new Change("a Consent that moves away", test -> test.putConsent("s" + test.run, "x" + test.run, null)),
                new Change("a waiver", test -> test.putConsent("w" + test.run, null, null)),
                new Change("an opened study", test -> test.consents.putStudy("study" + test.run, true)),
                new Change("a cohort with a waiver", test -> test.addMember("Group/out" + test.run, false)),
                new Change("who withdraws from a study", test -> test.addMember("Group/in" + test.run, true)),
                new Change(
                        "who leaves a cohort",
                        test -> test.jdbc.update(
                                "DELETE FROM firewarden.cohort_member WHERE patient_id = ?", test.patient)),
                new Change(
                        "a study that enrolls no more",
                        test -> test.jdbc.update(
                                "DELETE FROM firewarden.study_enrollment WHERE study_id = ?", "in" + test.run)),
                new Change("a caregiver", test -> test.addCaregiver("Practitioner/q" + test.run)),
                new Change(
                        "the end of all care",
                        test -> test.jdbc.update(
                                "DELETE FROM firewarden.caregiver WHERE patient_id = ?", test.patient)),
                new Change(
                        "a membership of the caller",
                        test -> test.addMembership(
                                "PractitionerRole/r" + test.run,
                                "Practitioner/p" + test.run,
                                "Organization/o" + test.run,
                                null)),
                new Change(
                        "a team that becomes another patient's",
                        test -> test.addMembership(
                                "CareTeam/t" + test.run,
                                "Practitioner/z" + test.run,
                                "CareTeam/t" + test.run,
                                "x" + test.run)),
                new Change("a link to a record with a Consent", test -> {
                    test.putConsent("l" + test.run, "x" + test.run, null);
                    test.addLink(test.patient, "x" + test.run);
                }),
                new Change(
                        "a withdrawn grant",
                        test -> test.grants.review(
                                test.grantId, BreakGlassGrants.Outcome.WITHDRAWN, test.caller(), NOW)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeHoldsOnEachNodeFromItsCommitOnAndNotBefore(Change change) {
        ConsentSnapshot before = snapshot(one, NOW);

        transaction.executeWithoutResult(status -> {
            change.work().on(this);
            assertThat(snapshot(one, NOW)).as("within the transaction").isNotEqualTo(before);
            assertThat(elsewhere(one)).as("for others, before the commit").isEqualTo(before);
            assertThat(elsewhere(other))
                    .as("on the other node, before the commit")
                    .isEqualTo(before);
            status.setRollbackOnly();
        });
        assertThat(snapshot(one, NOW)).as("rolled back").isEqualTo(before);
        assertThat(snapshot(other, NOW)).as("rolled back").isEqualTo(before);

        transaction.executeWithoutResult(status -> change.work().on(this));
        assertThat(snapshot(one, NOW)).as("committed").isNotEqualTo(before);
        assertThat(snapshot(other, NOW)).as("committed, the other node").isEqualTo(snapshot(one, NOW));
        assertThat(snapshot(one, NOW)).isEqualTo(snapshot(new StoredStandings(consents, jdbc, settings), NOW));
    }

    private ConsentSnapshot elsewhere(PatientStandings node) {
        return inAnotherThread(() -> snapshot(node, NOW));
    }

    private static <T> T inAnotherThread(java.util.concurrent.Callable<T> work) {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            return thread.submit(work).get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            thread.shutdown();
        }
    }

    @Test
    void ofTwoTransactionsTheOneThatBeganFirstAndCommitsLastIsNotMissed() {
        transaction.executeWithoutResult(early -> {
            putConsent("early" + run, patient, null);
            inAnotherThread(() -> {
                transaction.executeWithoutResult(late -> putConsent("late" + run, patient, null));
                return null;
            });
            assertThat(inAnotherThread(() -> consentIds(one)))
                    .contains("late" + run)
                    .doesNotContain("early" + run);
        });

        assertThat(consentIds(one)).contains("early" + run, "late" + run);
    }

    @Test
    void whatIsKeptCostsOneQueryForAPageHoweverManyPatientsAreOnIt() {
        Set<String> page = Set.of(patient, "m" + run, "n" + run, "o" + run);
        one.snapshot(caller(), page, NOW);

        assertThat(jdbc.asked(() -> one.snapshot(caller(), page, NOW))).isEqualTo(1);
    }

    @Test
    void aPeriodBeginsAndEndsThoughNoRowChanges() {
        jdbc.update(
                "INSERT INTO firewarden.caregiver (source, patient_id, caregiver, starts_at, ends_at, outlasts) VALUES"
                        + " ('x', ?, ?, '2026-11-21T13:00:00Z', '2026-11-21T14:00:00Z', false),"
                        + " ('y', ?, ?, NULL, '2025-11-21T15:00:00Z', true)",
                patient,
                "Practitioner/timed" + run,
                patient,
                "Organization/lasting" + run);
        jdbc.update(
                "INSERT INTO firewarden.membership (source, member, stands_for, starts_at, ends_at)"
                        + " VALUES ('z', ?, ?, '2026-11-21T13:00:00Z', '2026-11-21T14:00:00Z')",
                "Practitioner/p" + run,
                "Organization/shift" + run);
        jdbc.update(
                "INSERT INTO firewarden.cohort_member VALUES"
                        + " ('t', ?, ?, false, '2026-11-21T13:00:00Z', '2026-11-21T14:00:00Z')",
                "Group/out" + run,
                patient);

        for (PatientStandings node : List.of(one, new StoredStandings(consents, jdbc, settings))) {
            assertThat(known(node, "2026-11-21T12:59:59Z")).isEqualTo(List.of(false, true, false, false));
            assertThat(known(node, "2026-11-21T13:00:00Z")).isEqualTo(List.of(true, true, true, true));
            assertThat(known(node, "2026-11-21T14:00:00Z")).isEqualTo(List.of(false, true, false, false));
            assertThat(known(node, "2026-11-21T14:59:59Z")).isEqualTo(List.of(false, true, false, false));
            assertThat(known(node, "2026-11-21T15:00:00Z")).isEqualTo(List.of(false, false, false, false));
        }
    }

    private List<Boolean> known(PatientStandings node, String at) {
        ConsentSnapshot then = snapshot(node, Instant.parse(at));
        Set<String> caregivers =
                Objects.requireNonNull(then.patients().get(patient)).caregivers();
        return List.of(
                caregivers.contains("Practitioner/timed" + run),
                caregivers.contains("Organization/lasting" + run),
                then.callerIdentities().contains("Organization/shift" + run),
                Objects.requireNonNull(then.patients().get(patient)).consents().stream()
                        .anyMatch(consent -> consent.consentId().equals("waiver-out" + run)
                                && consent.root().type() != null));
    }

    @Test
    void aNodeThatHasSleptThroughAPurgeReadsAnew() {
        StandingPurge purge = new StandingPurge(jdbc, transaction, Duration.ZERO);
        putConsent("c" + run, patient, null);
        purge.run();
        assertThat(changesOf(patient)).as("kept for one interval").isPositive();
        purge.run();
        assertThat(changesOf(patient)).isZero();

        assertThat(consentIds(one)).contains("c" + run);
        assertThat(consentIds(other)).contains("c" + run);
        new StandingPurge(jdbc, transaction, Duration.ofHours(1)).run();
        putConsent("d" + run, patient, null);
        assertThat(consentIds(one)).contains("d" + run);
    }

    @Test
    void numbersOfAnotherDatabaseAreForgotten() {
        jdbc.update("INSERT INTO firewarden.standing_change VALUES ('9000000000000000000', 'ALL', ?)", run);
        jdbc.update("UPDATE firewarden.standing_horizon SET next_below = '9000000000000000000'");
        new StandingPurge(jdbc, transaction, Duration.ZERO).run();

        assertThat(changesOf(run)).isZero();
        standing(one);
        assertThat(jdbc.asked(() -> standing(one))).isEqualTo(1);
    }

    private int changesOf(String subject) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "SELECT count(*) FROM firewarden.standing_change WHERE subject = ?", Integer.class, subject));
    }

    @Test
    void whoeverReadsWhileOthersWriteSeesAtLeastWhatWasCommittedBefore() throws Exception {
        int writers = 3;
        int writes = 25;
        AtomicIntegerArray committed = new AtomicIntegerArray(writers);
        ExecutorService threads = Executors.newFixedThreadPool(writers * 3);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            String id = "w" + i + run;
            int writer = i;
            running.add(threads.submit(() -> {
                for (int n = 1; n <= writes; n++) {
                    int version = n;
                    transaction.executeWithoutResult(status -> {
                        consents.remove("v" + (version - 1) + id);
                        putConsent("v" + version + id, id, null);
                        if (version % 5 == 0) {
                            standingOf(one, id);
                        }
                    });
                    committed.set(writer, version);
                }
                return null;
            }));
            for (PatientStandings node : List.of(one, other)) {
                running.add(threads.submit(() -> {
                    int seen;
                    do {
                        int before = committed.get(writer);
                        seen = version(standingOf(node, id));
                        assertThat(seen).isGreaterThanOrEqualTo(before);
                    } while (seen < writes);
                    return null;
                }));
            }
        }
        for (Future<?> task : running) {
            task.get(120, TimeUnit.SECONDS);
        }
        threads.shutdown();
    }

    private PatientStanding standingOf(PatientStandings node, String id) {
        return Objects.requireNonNull(
                node.snapshot(caller(), Set.of(id), NOW).patients().get(id));
    }

    private static int version(PatientStanding standing) {
        List<String> versions = standing.consents().stream()
                .map(ConsentRule::consentId)
                .filter(id -> id.startsWith("v"))
                .toList();
        assertThat(versions).hasSizeLessThanOrEqualTo(1);
        return versions.isEmpty() ? 0 : Integer.parseInt(versions.get(0).replaceAll("v(\\d+)w.*", "$1"));
    }
}
