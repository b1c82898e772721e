package org.firewarden.deid.operation.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditTrail;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.crypto.HybridPublicKey;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.crypto.Sha256;
import org.firewarden.dataset.DataFile;
import org.firewarden.dataset.DataSet;
import org.firewarden.dataset.DataSetAccess;
import org.firewarden.dataset.DataSetUse;
import org.firewarden.dataset.Sensitivity;
import org.firewarden.deid.engine.certificate.CertificateCheck;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.release.Expert;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.vault.TokenVault;
import org.firewarden.deid.operation.AskedTerms;
import org.firewarden.deid.operation.Engines;
import org.firewarden.deid.operation.dataset.DataSetRegistry;
import org.firewarden.deid.operation.dataset.TestDatabase;
import org.firewarden.job.Job;
import org.firewarden.job.JobFailedException;
import org.firewarden.job.JobResult;
import org.firewarden.job.JobRun;
import org.firewarden.job.JobState;
import org.firewarden.job.JobStoppedException;
import org.firewarden.job.JobStoppedException.Reason;
import org.firewarden.problem.Problem;
import org.firewarden.record.CohortQuery;
import org.firewarden.record.CohortReader;
import org.firewarden.record.TypeFilter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job with the engine and the tables as they are, and a storage whose Consents change when the test says so. */
class ExportJobIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Caller RITA = new Caller(
            "rita",
            "app",
            Set.of(Role.RESEARCHER),
            SmartScopes.parse("user/*.rs"),
            PurposeOfUse.HRESCH,
            "Practitioner/rita",
            null,
            null,
            null,
            null);

    @TempDir
    Path folder;

    private final Storage storage = new Storage();
    private final List<AuditEntry> events = new ArrayList<>();
    private boolean isLedgerBroken;
    private TokenVault vault;
    private KeyRing keys;
    private DataSetRegistry registry;
    private ExportJob job;

    @BeforeEach
    void open() {
        // Each test has keys of its own, and what others signed is none of them.
        TestDatabase.jdbc().update("DELETE FROM firewarden.data_set_signing_key");
        SecureRandom random = new SecureRandom();
        keys = KeyRing.open(KeyRingSettings.createdIn(folder), random, Clock.systemUTC());
        vault = TokenVault.open(folder.resolve("vault"), keys, random);
        registry =
                DataSetRegistry.open(TestDatabase.jdbc(), TestDatabase.transaction(), keys, random, Clock.systemUTC());
        AuditTrail trail = entry -> {
            if (isLedgerBroken) {
                throw new AuditUnavailableException(new IllegalStateException("full"));
            }
            events.add(entry);
        };
        job = new ExportJob(
                new Engines(vault, keys, Clock.systemUTC()), storage, registry, trail, settings(1), Clock.systemUTC());
        for (String id : List.of("patient-ann", "patient-bob", "patient-cid")) {
            storage.permit(id);
        }
    }

    @AfterEach
    void close() {
        vault.close();
        TestDatabase.jdbc().update("DELETE FROM firewarden.data_set_block");
        TestDatabase.jdbc().update("DELETE FROM firewarden.data_set_source");
        TestDatabase.jdbc().update("DELETE FROM firewarden.data_set_subject");
        TestDatabase.jdbc().update("DELETE FROM firewarden.data_set");
    }

    private static ExportSettings settings(int smallest) {
        return new ExportSettings(Duration.ofDays(365), "privacy-office", 2, smallest, List.of());
    }

    private static ExportRequest request() {
        return request("safe-harbor", AskedTerms.NONE);
    }

    private static ExportRequest request(String policy, AskedTerms terms) {
        return new ExportRequest(
                policy,
                terms,
                new CohortQuery("g", Set.of("Patient", "Observation", "Practitioner"), null, List.of()),
                true,
                "ResearchStudy/1",
                "steward",
                Instant.now().plusSeconds(86_400),
                "http://server/fhir/$deidentify");
    }

    private String released(JobResult result) throws Exception {
        UUID id = UUID.fromString(result.reference().replace("DataSet/", ""));
        DataSetAccess.Opened opened = (DataSetAccess.Opened) registry.dataSets().open(RITA, id, DataSetUse.DOWNLOAD);
        StringBuilder all = new StringBuilder();
        for (DataFile file : opened.dataSet().files()) {
            try (InputStream in = opened.files().read(file.name())) {
                all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }

    private DataSet dataSet(JobResult result) {
        return registry.dataSets()
                .find(RITA, UUID.fromString(result.reference().replace("DataSet/", "")))
                .orElseThrow();
    }

    private static long count(String text, String part) {
        return ((long) text.length() - text.replace(part, "").length()) / part.length();
    }

    @Test
    void whoPermitsResearchComesOutWithoutIdentifiers() throws Exception {
        storage.hide("patient-cid");
        JobResult result = job.run(new Run());

        String text = released(result);
        assertThat(count(text, "\"resourceType\":\"Patient\"")).isEqualTo(2);
        assertThat(count(text, "\"resourceType\":\"Observation\"")).isEqualTo(2);
        assertThat(count(text, "\"resourceType\":\"Practitioner\"")).isEqualTo(1);
        assertThat(text).contains("\"resourceType\":\"Provenance\"", "2093-3", "PSEUDED");
        assertThat(text)
                .doesNotContain(
                        "patient-ann", "patient-bob", "patient-cid", "Zebedee", "1960-01-02", "2026-03-04", "drwho");
        DataSet dataSet = dataSet(result);
        assertThat(dataSet.lineage().patients()).isEqualTo(2);
        assertThat(dataSet.lineage().protocol()).isEqualTo("ResearchStudy/1");
        assertThat(dataSet.custody().sensitivity()).isEqualTo(Sensitivity.DEIDENTIFIED);
        assertThat(result.facts()).containsEntry("patients", 2.0);
    }

    @Test
    void eachPatientHasAnEventAndTheHiddenOneIsCounted() throws Exception {
        storage.hide("patient-cid");
        JobResult result = job.run(new Run());

        assertThat(events)
                .filteredOn(event -> event.interaction().equals("$deidentify"))
                .extracting(AuditEntry::patientIds, AuditEntry::withheldPatientIds)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(Set.of("patient-ann"), Set.of()),
                        org.assertj.core.groups.Tuple.tuple(Set.of("patient-bob"), Set.of()),
                        org.assertj.core.groups.Tuple.tuple(Set.of(), Set.of("patient-cid")));
        AuditEntry completion = events.get(events.size() - 1);
        assertThat(completion.interaction()).isEqualTo("export-completion");
        assertThat(completion.details()).containsEntry("patients", "2").containsEntry("patients-withheld", "1");
        assertThat(completion.entities()).contains(result.reference());
        assertThat(events).allMatch(event -> event.correlationId().equals("correlation-1"));
    }

    @Test
    void whoWithdrawsWhileTheJobRunsIsNotInTheDataSet() throws Exception {
        storage.onRead("patient-cid", () -> storage.hide("patient-ann"));

        JobResult result = job.run(new Run());

        assertThat(count(released(result), "\"resourceType\":\"Patient\"")).isEqualTo(2);
        assertThat(dataSet(result).lineage().patients()).isEqualTo(2);
        assertThat(events).anyMatch(event -> event.withheldPatientIds().equals(Set.of("patient-ann")));
    }

    @Test
    void whoRestrictsAPartWhileTheJobRunsIsReadAgain() throws Exception {
        storage.onRead("patient-cid", () -> storage.withholdObservationsOf("patient-ann"));

        JobResult result = job.run(new Run());

        String text = released(result);
        assertThat(count(text, "\"resourceType\":\"Patient\"")).isEqualTo(3);
        assertThat(count(text, "\"resourceType\":\"Observation\"")).isEqualTo(2);
    }

    @Test
    void anotherAttemptGoesOnWhereTheFirstWasCut() throws Exception {
        Run first = new Run();
        first.stopAfter = 2;
        first.reason = Reason.LEASE_LOST;
        assertThatThrownBy(() -> job.run(first)).isInstanceOf(JobStoppedException.class);
        int readBefore = storage.reads.size();

        Run second = new Run(first.id);
        JobResult result = job.run(second);

        assertThat(readBefore).isPositive();
        assertThat(count(released(result), "\"resourceType\":\"Patient\"")).isEqualTo(3);
    }

    @Test
    void aCancelledJobLeavesNothing() {
        Run run = new Run();
        run.stopAfter = 2;
        run.reason = Reason.CANCELLED;
        assertThatThrownBy(() -> job.run(run)).isInstanceOf(JobStoppedException.class);

        assertThat(TestDatabase.jdbc().queryForObject("SELECT count(*) FROM firewarden.data_set", Integer.class))
                .isZero();
        assertThat(TestDatabase.jdbc().queryForObject("SELECT count(*) FROM firewarden.data_set_source", Integer.class))
                .isZero();
    }

    @Test
    void nothingIsKeptOfARecordThatCannotBeWrittenDown() {
        isLedgerBroken = true;
        assertThatThrownBy(() -> job.run(new Run())).isInstanceOf(AuditUnavailableException.class);

        assertThat(TestDatabase.jdbc().queryForObject("SELECT count(*) FROM firewarden.data_set_source", Integer.class))
                .isZero();
    }

    @Test
    void itsStatusIsABulkDataManifest() throws Exception {
        Run run = new Run();
        JobResult result = job.run(run);
        Job done = new Job(
                run.id,
                "deidentify",
                JobState.SUCCEEDED,
                request().toJson(),
                1,
                Map.of(),
                Instant.now(),
                Instant.now(),
                Instant.now(),
                1,
                result.reference(),
                List.of());

        ObjectNode manifest = job.answer(done, URI.create("http://server"));
        assertThat(manifest.path("requiresAccessToken").asBoolean()).isTrue();
        assertThat(manifest.path("request").asText()).isEqualTo("http://server/fhir/$deidentify");
        assertThat(manifest.path("transactionTime").asText()).isNotEmpty();
        assertThat(manifest.path("error")).isEmpty();
        assertThat(manifest.path("output").findValuesAsText("type"))
                .containsExactlyInAnyOrder("Observation", "Patient", "Practitioner", "Provenance");
        assertThat(manifest.at("/output/0/url").asText())
                .startsWith("http://server/datasets/")
                .endsWith("/files/Observation.ndjson");
    }

    @Test
    void itsCertificateHoldsForWhatIsDownloaded() throws Exception {
        JobResult result = job.run(new Run());
        DataSet dataSet = dataSet(result);
        Map<String, byte[]> files = new HashMap<>();
        DataSetAccess.Opened opened =
                (DataSetAccess.Opened) registry.dataSets().open(RITA, dataSet.id(), DataSetUse.DOWNLOAD);
        for (DataFile file : dataSet.files()) {
            try (InputStream in = opened.files().read(file.name())) {
                files.put(file.name(), in.readAllBytes());
            }
            assertThat(Sha256.hex(files.get(file.name()))).as(file.name()).isEqualTo(file.sha256());
        }

        assertThat(problems(files)).isEmpty();
        assertThat(JSON.readTree(files.get("certificate.json"))).isEqualTo(dataSet.certificate());
        files.computeIfPresent(
                "Patient.ndjson",
                (name, content) -> new String(content, StandardCharsets.UTF_8)
                        .replaceFirst("1960", "1961")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(problems(files)).contains("Patient.ndjson was altered");
    }

    private static List<String> problems(Map<String, byte[]> files) throws Exception {
        Policy policy = Policy.shipped("safe-harbor", R4Structure.load()).orElseThrow();
        JsonNode certificate = JSON.readTree(files.get("certificate.json"));
        HybridPublicKey key =
                HybridPublicKey.parse(certificate.path("publicKey").asText());
        return new CertificateCheck(policy, key, LocalDate.now(ZoneOffset.UTC))
                .problems(
                        certificate,
                        (ObjectNode) JSON.readTree(files.get("manifest.json")),
                        (ObjectNode) JSON.readTree(files.get("risk.json")),
                        new CertificateCheck.Files() {
                            @Override
                            public List<String> names() {
                                return files.keySet().stream()
                                        .filter(name -> name.endsWith(".ndjson"))
                                        .toList();
                            }

                            @Override
                            public InputStream open(String name) {
                                return new ByteArrayInputStream(files.getOrDefault(name, new byte[0]));
                            }
                        });
    }

    @Test
    void fewPatientsAreNoDataSet() {
        job = new ExportJob(
                new Engines(vault, keys, Clock.systemUTC()),
                storage,
                registry,
                events::add,
                settings(4),
                Clock.systemUTC());

        assertThatThrownBy(() -> job.run(new Run()))
                .isInstanceOfSatisfying(
                        JobFailedException.class,
                        failed -> assertThat(failed.problems())
                                .extracting(Problem::code)
                                .containsExactly("cohort-too-small"));
        assertThat(TestDatabase.jdbc().queryForObject("SELECT count(*) FROM firewarden.data_set", Integer.class))
                .isZero();
    }

    @Test
    void whatStaysAboveTheLimitsOfRiskIsNotReleased() {
        Expert expert = new Expert(
                "Dr. Example", "very small risk", LocalDate.now(ZoneOffset.UTC).plusYears(1));
        Run run = new Run();
        run.request = request("expert-determination", new AskedTerms("protocol-1", null, expert));

        assertThatThrownBy(() -> job.run(run))
                .isInstanceOfSatisfying(
                        JobFailedException.class,
                        failed -> assertThat(failed.problems())
                                .extracting(Problem::code)
                                .containsExactly("risk-above-limits"));
        assertThat(TestDatabase.jdbc().queryForObject("SELECT count(*) FROM firewarden.data_set_block", Integer.class))
                .isZero();
    }

    /** A run that may stop. */
    private static final class Run implements JobRun {
        private ExportRequest request = request();
        private final UUID id;
        private final UUID attempt = UUID.randomUUID();
        private int stopAfter = Integer.MAX_VALUE;
        private Reason reason = Reason.CANCELLED;
        private int steps;

        Run() {
            this(UUID.randomUUID());
        }

        Run(UUID id) {
            this.id = id;
        }

        @Override
        public UUID id() {
            return id;
        }

        @Override
        public UUID attempt() {
            return attempt;
        }

        @Override
        public ObjectNode parameters() {
            return request.toJson();
        }

        @Override
        public String correlationId() {
            return "correlation-1";
        }

        @Override
        public synchronized Caller step() {
            if (steps++ >= stopAfter) {
                throw new JobStoppedException(reason);
            }
            return RITA;
        }

        @Override
        public void progress(double fraction, Map<String, Double> facts) {
            assertThat(fraction).isBetween(0.0, 1.0);
        }

        @Override
        public void save(byte[] checkpoint) {
            throw new UnsupportedOperationException("the draft is the checkpoint");
        }

        @Override
        public Optional<byte[]> saved() {
            return Optional.empty();
        }
    }

    /** Records in memory, and who permits what. */
    private static final class Storage implements CohortReader {
        private final Set<String> all = new LinkedHashSet<>();
        private final Set<String> hidden = new LinkedHashSet<>();
        private final Set<String> withoutObservations = new LinkedHashSet<>();
        private final Map<String, Instant> changes = new HashMap<>();
        private final Map<String, Runnable> onRead = new HashMap<>();
        private final List<String> reads = new ArrayList<>();

        void permit(String id) {
            all.add(id);
        }

        void hide(String id) {
            hidden.add(id);
            changes.put(id, Instant.now());
        }

        void withholdObservationsOf(String id) {
            withoutObservations.add(id);
            changes.put(id, Instant.now());
        }

        void onRead(String id, Runnable action) {
            onRead.put(id, action);
        }

        @Override
        public Set<String> types() {
            return Set.of("Patient", "Observation");
        }

        @Override
        public Set<String> sharedTypes() {
            return Set.of("Practitioner");
        }

        @Override
        public Check check(Caller caller, CohortQuery query, AuditDraft draft) {
            return new Check.Admitted();
        }

        @Override
        public List<String> patients(Caller caller, CohortQuery query, AuditDraft draft) {
            return List.copyOf(all);
        }

        @Override
        public Found read(
                Caller caller, String patientId, CohortQuery query, AuditDraft draft, Consumer<ObjectNode> sink) {
            reads.add(patientId);
            Runnable action = onRead.remove(patientId);
            if (action != null) {
                action.run();
            }
            if (hidden.contains(patientId)) {
                return Found.HIDDEN;
            }
            ObjectNode patient = JsonNodeFactory.instance.objectNode();
            patient.put("resourceType", "Patient").put("id", patientId).put("birthDate", "1960-01-02");
            patient.putArray("name").addObject().put("family", "Zebedee");
            patient.putArray("generalPractitioner").addObject().put("reference", "Practitioner/drwho");
            sink.accept(patient);
            if (!withoutObservations.contains(patientId)) {
                ObjectNode observation = JsonNodeFactory.instance.objectNode();
                observation.put("resourceType", "Observation").put("id", patientId + "-1");
                observation.put("status", "final").put("effectiveDateTime", "2026-03-04");
                observation.putObject("subject").put("reference", "Patient/" + patientId);
                observation
                        .putObject("code")
                        .putArray("coding")
                        .addObject()
                        .put("system", "http://loinc.org")
                        .put("code", "2093-3");
                sink.accept(observation);
            }
            return Found.RECORD;
        }

        @Override
        public void shared(Caller caller, Set<String> references, AuditDraft draft, Consumer<ObjectNode> sink) {
            for (String reference : references) {
                sink.accept(JsonNodeFactory.instance
                        .objectNode()
                        .put("resourceType", "Practitioner")
                        .put("id", reference.substring(reference.indexOf('/') + 1)));
            }
        }

        @Override
        public void unowned(
                Caller caller, String type, CohortQuery query, AuditDraft draft, Consumer<ObjectNode> sink) {
            throw new UnsupportedOperationException("not asked by a data set");
        }

        @Override
        public boolean sees(Caller caller, String patientId, CohortQuery query) {
            return !hidden.contains(patientId);
        }

        @Override
        public Map<String, Instant> consentsChangedSince(Instant instant) {
            return Map.copyOf(changes);
        }

        @Override
        public int count(Caller caller, TypeFilter filter, AuditDraft draft) {
            throw new UnsupportedOperationException("not asked by an export");
        }

        @Override
        public Optional<String> protocol(Caller caller, @Nullable String wanted, AuditDraft draft) {
            return Optional.of("ResearchStudy/1");
        }
    }
}
