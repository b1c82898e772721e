package org.firewarden.train.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditEntry;
import org.firewarden.crypto.HybridSigningKey;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.crypto.Sha256;
import org.firewarden.dataset.Custody;
import org.firewarden.dataset.DataFile;
import org.firewarden.dataset.DataSet;
import org.firewarden.dataset.DataSetAccess;
import org.firewarden.dataset.DataSetUse;
import org.firewarden.dataset.DataSets;
import org.firewarden.dataset.Lineage;
import org.firewarden.dataset.Sensitivity;
import org.firewarden.job.Job;
import org.firewarden.job.JobFailedException;
import org.firewarden.job.JobResult;
import org.firewarden.job.JobRun;
import org.firewarden.job.JobState;
import org.firewarden.job.JobStoppedException;
import org.firewarden.model.RegistryDatabase;
import org.firewarden.model.admission.AdmissionResult;
import org.firewarden.model.admission.AdmissionSettings;
import org.firewarden.model.admission.ModelAdmission;
import org.firewarden.model.admission.RegistrySigner;
import org.firewarden.model.admission.SignedModelAdmission;
import org.firewarden.model.admission.Submission;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.operation.DeviceId;
import org.firewarden.model.registry.JdbcModelReports;
import org.firewarden.model.registry.JdbcModelStore;
import org.firewarden.model.registry.ModelReports;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.Stage;
import org.firewarden.problem.Problem;
import org.firewarden.train.attack.AuditPlan;
import org.firewarden.train.attack.ReleaseGate;
import org.firewarden.train.budget.JdbcPrivacyBudget;
import org.firewarden.train.budget.PrivacyBudget;
import org.firewarden.train.run.LocalTraining;
import org.firewarden.train.run.ProcessorType;
import org.firewarden.train.uci.MadeUpTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** The job from a data set to a candidate; the ports of data sets and jobs are stood in for. */
class TrainJobIT {

    private static final UUID DATA_SET = new UUID(3, 4);
    private static final Caller MAX = new Caller(
            "max",
            "console",
            Set.of(Role.ML_ENGINEER),
            SmartScopes.parse("user/Device.crus"),
            PurposeOfUse.HOPERAT,
            null,
            null,
            null,
            null,
            null);

    @TempDir
    private static Path folder;

    private final JdbcTemplate jdbc = RegistryDatabase.emptied();
    private final String budgetKey = "source-" + UUID.randomUUID();
    private final PrivacyBudget budget = new JdbcPrivacyBudget(
            jdbc,
            new DataSourceTransactionManager(Objects.requireNonNull(jdbc.getDataSource())),
            new PrivacyBudget.Limit(10, 1e-4));
    private TrainAuthorizations authorizations = TrainAuthorizations.none();
    private boolean isDetermined = true;
    private final List<AuditEntry> events = new ArrayList<>();
    private final List<ModelManifest> admitted = new ArrayList<>();
    private final List<byte[]> artifacts = new ArrayList<>();
    private final ModelStore store = new JdbcModelStore(jdbc, RegistryDatabase.keys());
    private final ModelReports reports = new JdbcModelReports(jdbc);
    private final ModelAdmission registry = new SignedModelAdmission(
            store,
            RegistrySigner.of(HybridSigningKey.generate(new SecureRandom())),
            AdmissionSettings.standard(List.of()),
            new UnitConversion());

    @BeforeAll
    static void writeTheData() throws IOException {
        MadeUpTable.write(folder.resolve("data"), 1400, 21);
    }

    @Test
    void aPrivateRunEndsInACandidateWithItsReportAndIsChargedAndAudited() throws IOException {
        Run run = new Run(parameters("logistic", 4.0));

        JobResult result = job().run(run);

        assertThat(result.reference()).startsWith("Device/model.readmission-diabetes-30d-lr-dp-0.");
        assertThat(store.versions("readmission-diabetes-30d-lr-dp"))
                .singleElement()
                .satisfies(version -> assertThat(version.stage()).isEqualTo(Stage.CANDIDATE));
        assertThat(budget.spent(budgetKey).epsilon()).isBetween(3.9, 4.0);
        assertThat(admitted).hasSize(1);
        ModelManifest manifest = admitted.get(0);
        assertThat(manifest.sourceAttributes())
                .as("nothing of the card is left out")
                .hasSize(31);
        assertThat(manifest.transparency()).isNotNull();
        assertThat(manifest.deviceCriteria()).isNotNull();
        assertThat(reports.find(manifest.model(), manifest.version()))
                .hasValueSatisfying(
                        report -> assertThat(manifest.evaluations().get(0).reportSha256())
                                .isEqualTo(Sha256.hex(report.json().getBytes(StandardCharsets.UTF_8))));
        assertThat(admitted.get(0).lineage().dataSetSha256()).isEqualTo("d".repeat(64));
        assertThat(admitted.get(0).lineage().trainingRun()).isEqualTo(run.id().toString());
        assertThat(events).extracting(event -> event.details().get("phase")).containsExactly("begun", "finished");
        assertThat(events.get(0).details()).containsKeys("data-sha256", "code", "seed", "settings");
        assertThat(events.get(0).details().get("settings")).contains("\"SGD\"", "\"positiveWeight\":2.0");
        assertThat(String.valueOf(manifest.transparency()))
                .contains("SGD", "weight of the outcome 2.0", "split by patient");
        assertThat(run.facts).anySatisfy(facts -> assertThat(facts).containsKeys("epsilon", "step"));
        ObjectNode answer = job().answer(finished(run, result), URI.create("https://here.example"));
        assertThat(answer.toString())
                .contains("\"epsilon\"", "\"delta\"", "\"noiseMultiplier\"", "\"samplingRate\"", "\"steps\"")
                .contains("\"accountant\"", "\"conversion\"");
    }

    @Test
    void aPrivateRecurrentUnitIsAdmittedToTheRegistry() throws IOException {
        JobResult result = job(new AuditPlan(0, 200, 40)).run(new Run(parameters("events", "gru", 8.0)));

        assertThat(result.reference()).startsWith("Device/model.readmission-diabetes-30d-gru-dp-0.");
        assertThat(store.versions("readmission-diabetes-30d-gru-dp"))
                .singleElement()
                .satisfies(version -> assertThat(version.stage()).isEqualTo(Stage.CANDIDATE));
        assertThat(budget.spent(budgetKey).epsilon()).isBetween(7.9, 8.0);
        ModelManifest manifest = admitted.get(0);
        assertThat(manifest.card().title()).contains("gated recurrent unit (GRU)", "differentially private");
        assertThat(manifest.evaluations().toString()).contains("canary-epsilon");
        assertThat(manifest.inputs()).contains("event_1_kind", "event_16_value");
        assertThat(manifest.sourceAttributes()).hasSize(31);
    }

    @Test
    void aRunThatIsKilledGoesOnToTheSameArtifactAndIsChargedOnce() throws IOException {
        Run killed = new Run(parameters("logistic", 3.0));
        killed.dieAt(4);
        assertThatThrownBy(() -> job().run(killed)).isInstanceOf(JobStoppedException.class);
        assertThat(killed.saved()).as("where the run stood").isPresent();
        job().run(killed.again());
        byte[] resumed = artifacts.get(0);

        Run whole = new Run(parameters("logistic", 3.0));
        job().run(whole);

        assertThat(artifacts.get(1)).isEqualTo(resumed);
        // Two runs were charged, the killed one once.
        assertThat(budget.spent(budgetKey).epsilon()).isBetween(5.8, 6.0);
    }

    @Test
    void aBudgetThatIsSpentRefusesTheRunBeforeItLearns() {
        budget.charge(UUID.randomUUID(), budgetKey, "DataSet/x", 9, 1e-6);
        Run run = new Run(parameters("logistic", 4.0));

        assertThatThrownBy(() -> job().run(run))
                .isInstanceOfSatisfying(
                        JobFailedException.class,
                        failed -> assertThat(failed.problems().get(0).code()).isEqualTo("privacy-budget-spent"));
        assertThat(admitted).isEmpty();
        assertThat(run.facts).noneSatisfy(facts -> assertThat(facts).containsKey("step"));
        assertThat(events).extracting(event -> event.details().get("phase")).containsExactly("begun", "refused");
    }

    @Test
    void dataThatNobodyDeterminedToBeDeidentifiedTakesAnAuthorizationInForce() throws IOException {
        isDetermined = false;
        Run run = new Run(parameters("logistic", 4.0));
        for (String day : List.of("", "2020-01-01")) {
            authorizations = authorized(day);
            assertThatThrownBy(() -> job().run(run))
                    .isInstanceOfSatisfying(
                            JobFailedException.class,
                            failed ->
                                    assertThat(failed.problems().get(0).code()).isEqualTo("authorization-missing"));
        }
        assertThat(budget.spent(budgetKey).epsilon()).isZero();

        authorizations = authorized("2999-01-01");
        job().run(new Run(parameters("logistic", 4.0)));
        assertThat(admitted).hasSize(1);
        assertThat(events).anySatisfy(event -> assertThat(event.details()).containsEntry("authorization", "IRB 17"));
    }

    private static TrainAuthorizations authorized(String until) {
        return until.isEmpty()
                ? TrainAuthorizations.none()
                : new TrainAuthorizations(List.of(
                        new TrainAuthorizations.Authorization("ResearchStudy/1", "IRB 17", LocalDate.parse(until))));
    }

    @Test
    void aDataSetThatCannotBeOpenedFailsTheJobWithItsReason() {
        Run run = new Run(parameters("logistic", 4.0));
        run.parameters.put("dataSet", new UUID(9, 9).toString());

        assertThatThrownBy(() -> job().run(run))
                .isInstanceOfSatisfying(
                        JobFailedException.class,
                        failed -> assertThat(failed.problems().get(0).code()).isEqualTo("expired"));
    }

    @Test
    void aRunComesOutByteForByteFromItsCardAndSpendsNothingMore() throws IOException {
        JobResult made = job().run(new Run(parameters("logistic", 4.0)));
        double spent = budget.spent(budgetKey).epsilon();
        events.clear();
        Run run = new Run(ReproduceJob.parameters(device(made)));

        JobResult result = reproduction("test/1", "d", RegistryDatabase.keys()).run(run);

        assertThat(result.reference()).isEqualTo(made.reference());
        assertThat(verdict(run, result)).contains("\"same-bytes\"");
        assertThat(budget.spent(budgetKey).epsilon()).isEqualTo(spent);
        assertThat(admitted).as("nothing new is registered").hasSize(1);
        assertThat(events)
                .extracting(event -> event.details().get("phase"))
                .containsExactly("reproduction-begun", "reproduction-finished");
        assertThat(events.get(1).details()).containsEntry("verdict", "same-bytes");

        // Other noise is another model. That is said, and nothing else of it.
        JobResult other = reproduction("test/1", "d", otherKeys()).run(run);
        assertThat(verdict(run, other)).contains("\"different\"");
        assertThat(other.facts()).containsOnlyKeys("same");

        assertThat(refusal(run, "test/2", "d")).isEqualTo("code-differs");
        assertThat(refusal(run, "test/1", "e")).isEqualTo("data-set-differs");
        assertThat(refusal(run, "test/1", "")).isEqualTo("expired");
        assertThat(refusal(new Run(ReproduceJob.parameters(new DeviceId("lace", "1.0.0"))), "test/1", "d"))
                .isEqualTo("not-found");
        TrainedVersion version = TrainedVersion.find(store, device(made)).orElseThrow();
        assertThat(new TrainingRuns(jdbc).processor(version.run())).contains(ProcessorType.here());
        assertThat(ReproduceJob.differences(version, Optional.of("another"), "test/1", "this one"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).contains("'another'", "'this one'"));
    }

    @Test
    void whatIsAskedOfTheTrainingStandsInRecordLedgerAndCardAndComesOutAgain() throws IOException {
        Map<String, String> asked = new HashMap<>(Map.of(
                "features",
                "readmission-diabetes",
                "algorithm",
                "mlp",
                "calibration",
                "isotonic",
                "optimizer",
                "sgd",
                "learningRate",
                "0.03",
                "positiveWeight",
                "1.5",
                "epochs",
                "3",
                "batch",
                "64",
                "hidden",
                "6,4",
                "rowsPerPatient",
                "2"));
        String day = lateDay();
        asked.putAll(Map.of("split", "time", "splitDate", day));

        JobResult made = job(new AuditPlan(0, 200, 0)).run(new Run(parameters(asked)));

        String settings = jdbc.queryForObject(
                "SELECT settings::text FROM firewarden.training_run WHERE model = ?",
                String.class,
                "readmission-diabetes-30d-mlp");
        assertThat(settings)
                .contains("\"recalibration\": \"isotonic\"", "\"optimizer\": \"SGD\"", "\"learningRate\": 0.03")
                .contains("\"positiveWeight\": 1.5", "\"epochs\": 3", "\"batch\": 64", "\"hidden\": [6, 4]")
                .contains("\"rowsPerPatient\": 2", "\"split\": \"TIME\"", "\"splitDate\": \"" + day + "\"");
        assertThat(events.get(1).details().get("settings")).contains("\"splitDate\":\"" + day + "\"", "[6,4]");
        assertThat(admitted.get(0).transparency() + " " + admitted.get(0).sourceAttributes())
                .contains("trained before " + day, "recalibration isotonic", "SGD", "learning rate 0.03", "3 epochs")
                .contains("batch 64", "weight of the outcome 1.5", "hidden layers [6, 4]", "at most 2 of a patient");
        Run run = new Run(ReproduceJob.parameters(device(made)));
        assertThat(verdict(
                        run,
                        reproduction("test/1", "d", RegistryDatabase.keys()).run(run)))
                .contains("\"same-bytes\"");
    }

    /** Seven in ten stays end before it. */
    private static String lateDay() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("data").resolve("Encounter.ndjson"))) {
            List<String> ends = lines.map(line -> line.replaceAll(".*\"end\":\"(\\d{4}-\\d{2}-\\d{2}).*", "$1"))
                    .sorted()
                    .toList();
            return ends.get(ends.size() * 7 / 10);
        }
    }

    /** A manifest may name any data set and settings that budgets forbid; only what was charged for is done again. */
    @Test
    void whatThisServerDidNotTrainItDoesNotTrainNow() throws IOException {
        JobResult made = job().run(new Run(parameters("logistic", 4.0)));
        TrainedVersion version = TrainedVersion.find(store, device(made)).orElseThrow();
        TrainingRuns runs = new TrainingRuns(jdbc);
        assertThat(runs.isOf(version)).isTrue();
        assertThat(runs.isOf(new TrainedVersion(
                        version.device(),
                        new UUID(7, 7),
                        version.dataSet(),
                        version.dataSha256(),
                        version.codeVersion(),
                        version.settings(),
                        version.sha256())))
                .as("another run")
                .isFalse();
        assertThat(runs.isOf(new TrainedVersion(
                        version.device(),
                        version.run(),
                        version.dataSet(),
                        "e".repeat(64),
                        version.codeVersion(),
                        version.settings(),
                        version.sha256())))
                .as("other data")
                .isFalse();
        // As if the run had been done elsewhere, or never.
        jdbc.execute("ALTER TABLE firewarden.training_run DISABLE TRIGGER training_run_stays");
        jdbc.update("UPDATE firewarden.training_run SET run_id = ? WHERE run_id = ?", UUID.randomUUID(), version.run());
        jdbc.execute("ALTER TABLE firewarden.training_run ENABLE TRIGGER training_run_stays");
        events.clear();

        assertThat(refusal(new Run(ReproduceJob.parameters(device(made))), "test/1", "d"))
                .isEqualTo("not-found");
        assertThat(events).isEmpty();
    }

    private static DeviceId device(JobResult made) {
        return DeviceId.parse(made.reference().substring("Device/".length())).orElseThrow();
    }

    private String verdict(Run run, JobResult result) {
        return reproduction("test/1", "d", RegistryDatabase.keys())
                .answer(finished(run, result), URI.create("https://here.example"))
                .toString();
    }

    private String refusal(Run run, String code, String digit) {
        try {
            return reproduction(code, digit, RegistryDatabase.keys()).run(run).reference();
        } catch (JobFailedException e) {
            return e.problems().get(0).code();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyRing otherKeys() {
        return KeyRing.open(
                KeyRingSettings.createdIn(folder.resolve("other-keys")), new SecureRandom(), Clock.systemUTC());
    }

    private ReproduceJob reproduction(String code, String digit, KeyRing keys) {
        return new ReproduceJob(
                () -> Optional.of(new OneDataSet(budgetKey, isDetermined, digit)),
                store,
                new TrainingRuns(jdbc),
                keys,
                events::add,
                new LocalTraining(new UnitConversion()),
                authorizations,
                Clock.systemUTC(),
                code);
    }

    private TrainJob job() {
        return job(new AuditPlan(4, 200, 40));
    }

    private TrainJob job(AuditPlan audit) {
        return new TrainJob(
                () -> Optional.of(new OneDataSet(budgetKey, isDetermined, "d")),
                budget,
                () -> Optional.of(new Admission()),
                new TrainingRuns(jdbc),
                reports,
                RegistryDatabase.keys(),
                events::add,
                new LocalTraining(new UnitConversion()),
                new TrainJob.Release(audit, ReleaseGate.standard(), authorizations),
                Clock.systemUTC(),
                "test/1");
    }

    private static ObjectNode parameters(String algorithm, double epsilon) {
        return parameters("readmission-diabetes", algorithm, epsilon);
    }

    private static ObjectNode parameters(String features, String algorithm, double epsilon) {
        return parameters(Map.of(
                "features",
                features,
                "algorithm",
                algorithm,
                "epsilon",
                String.valueOf(epsilon),
                "accountant",
                "rdp",
                "optimizer",
                "sgd",
                "positiveWeight",
                "2"));
    }

    private static ObjectNode parameters(Map<String, String> more) {
        Map<String, List<String>> sent = new HashMap<>(Map.of(
                "dataset",
                List.of("DataSet/" + DATA_SET),
                "target",
                List.of("readmission-diabetes-30d"),
                "seed",
                List.of("7")));
        more.forEach((name, value) -> sent.put(name, List.of(value)));
        TrainRequest.Reading reading = TrainRequest.read(new TrainRequest.Raw(sent));
        return ((TrainRequest.Reading.Understood) reading).request().toParameters();
    }

    private static Job finished(Run run, JobResult result) {
        Instant now = Instant.EPOCH;
        return new Job(
                run.id(),
                TrainJob.NAME,
                JobState.SUCCEEDED,
                run.parameters(),
                1,
                result.facts(),
                now,
                now,
                now,
                1,
                result.reference(),
                List.of());
    }

    private final class Admission implements ModelAdmission {

        @Override
        public AdmissionResult submit(Submission submission) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AdmissionResult submitOwn(byte[] artifact, byte[] manifest, String author) {
            ModelManifest read = ManifestJson.read(manifest);
            admitted.add(read);
            artifacts.add(artifact.clone());
            assertThat(author).isEqualTo("max");
            return registry.submitOwn(artifact, manifest, author);
        }
    }

    /** The folder as a data set, for training only, by a digit of its hash; without one it has ended. */
    private record OneDataSet(String budgetKey, boolean isDetermined, String digit) implements DataSets {

        @Override
        public List<DataSet> list(Caller caller) {
            return List.of();
        }

        @Override
        public Optional<DataSet> find(Caller caller, UUID id) {
            return Optional.empty();
        }

        @Override
        public DataSetAccess open(Caller caller, UUID id, DataSetUse use) {
            if (!id.equals(DATA_SET) || digit.isEmpty() || use != DataSetUse.TRAIN) {
                return new DataSetAccess.Refused(410, new Problem("expired", "expired", "it has ended"), null);
            }
            Instant then = Instant.parse("2009-12-31T00:00:00Z");
            List<DataFile> files =
                    List.of("Patient", "Encounter", "Condition", "Observation", "MedicationRequest").stream()
                            .map(type -> new DataFile(type + ".ndjson", type, 1, 1, "f".repeat(64)))
                            .toList();
            ObjectNode certificate = JsonNodeFactory.instance.objectNode();
            certificate.putObject("content").put("isDetermined", isDetermined);
            DataSet dataSet = new DataSet(
                    DATA_SET,
                    then,
                    files,
                    digit.repeat(64),
                    new Lineage(id, "p", "a", "1", null, "q", then, "ResearchStudy/1", null, 1000),
                    new Custody("rita", null, "audrey", null, Sensitivity.DEIDENTIFIED, Instant.MAX, budgetKey),
                    certificate,
                    null);
            return new DataSetAccess.Opened(
                    dataSet, name -> Files.newInputStream(folder.resolve("data").resolve(name)));
        }

        @Override
        public Optional<DataSet> dispose(Caller caller, UUID id) {
            return Optional.empty();
        }
    }

    /** One attempt at a job; may die after some steps. */
    private static final class Run implements JobRun {

        private final UUID id;
        private final ObjectNode parameters;
        private final List<Map<String, Double>> facts = new ArrayList<>();
        private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        private byte @Nullable [] checkpoint;

        Run(ObjectNode parameters) {
            this(UUID.randomUUID(), parameters);
        }

        private Run(UUID id, ObjectNode parameters) {
            this.id = id;
            this.parameters = parameters;
        }

        void dieAt(int steps) {
            left.set(steps);
        }

        Run again() {
            Run next = new Run(id, parameters);
            next.checkpoint = checkpoint;
            return next;
        }

        @Override
        public UUID id() {
            return id;
        }

        @Override
        public UUID attempt() {
            return id;
        }

        @Override
        public ObjectNode parameters() {
            return parameters;
        }

        @Override
        public String correlationId() {
            return "c-1";
        }

        @Override
        public Caller step() {
            if (left.decrementAndGet() < 0) {
                throw new JobStoppedException(JobStoppedException.Reason.LEASE_LOST);
            }
            return MAX;
        }

        @Override
        public void progress(double fraction, Map<String, Double> told) {
            facts.add(told);
        }

        @Override
        public void save(byte[] saved) {
            checkpoint = saved.clone();
        }

        @Override
        public Optional<byte[]> saved() {
            return Optional.ofNullable(checkpoint);
        }
    }
}
