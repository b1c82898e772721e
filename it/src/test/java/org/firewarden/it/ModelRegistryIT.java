package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.firewarden.crypto.HybridSigningKey;
import org.firewarden.it.Client.Answer;
import org.firewarden.model.admission.AdmissionResult;
import org.firewarden.model.admission.SignedModelAdmission;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.monitoring.CountedUse;
import org.firewarden.model.monitoring.UseClock;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.risk.CallSubject;
import org.firewarden.model.risk.RiskModels;
import org.firewarden.model.yaml.ShippedFile;
import org.junit.jupiter.api.Test;

/** Model versions from outside: submission, approvals, disabling, and who may see and change what. */
class ModelRegistryIT {

    private static final int CALLERS = 4;
    private static final String PREVENT = "/cds-services/prevent-risk";
    private static final String SUBMIT = "/fhir/Device/$submit";

    private static Client max() {
        return Client.as("max", "user/Device.crus user/DocumentReference.rs");
    }

    private static Client mira() {
        return Client.as("mira", "user/Device.crus");
    }

    private static Client sofia() {
        return Client.as("sofia", "user/Device.rus user/DocumentReference.rs");
    }

    @Test
    void aSubmittedVersionIsACandidateThatItsAuthorDoesNotApprove() throws Exception {
        byte[] manifest = manifest("it-submitted", "1.0.0");
        Answer answer = max().post(SUBMIT, submission(manifest, key(), artifact()));

        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        assertThat(parameter(answer.json(), "stage").path("valueCode").asText()).isEqualTo("candidate");
        assertThat(found(sofia(), "/fhir/Device?_tag=candidate")).contains("model.it-submitted-1.0.0");
        assertThat(found(sofia(), "/fhir/Device?identifier=https://firewarden.org/model-version%7Cit-submitted-1.0.0"))
                .containsExactly("model.it-submitted-1.0.0");
        assertThat(found(sofia(), "/fhir/Device?_tag=https://firewarden.org/stage%7Cproduction"))
                .contains("model.news2-1.0.0", "model.prevent-base-10y-1.0.0");
        Answer own = max().post("/fhir/Device/model.it-submitted-1.0.0/$promote", "{\"resourceType\":\"Parameters\"}");
        assertThat(own.status()).isEqualTo(403);
        assertThat(codes(own)).containsExactly("own-model");
        assertThat(codes(max().post(SUBMIT, submission(manifest, key(), artifact()))))
                .containsExactly("version-exists");
    }

    @Test
    void eachReasonAgainstASubmissionIsNamed() throws Exception {
        byte[] manifest = manifest("it-refused", "1.0.0");
        HybridSigningKey stranger = HybridSigningKey.generate(new SecureRandom());
        byte[] poisoned = artifact();
        poisoned[poisoned.length / 2] ^= 0x55;

        assertThat(codes(max().post(SUBMIT, submission(manifest, stranger, artifact()))))
                .contains("unknown-key");
        assertThat(codes(max().post(SUBMIT, submission(manifest, key(), poisoned))))
                .contains("digest");
        Answer empty = max().post(SUBMIT, "{\"resourceType\":\"Parameters\"}");
        assertThat(empty.status()).isEqualTo(400);
        assertThat(codes(empty)).hasSize(4);
        assertThat(max().get("/fhir/Device/model.it-refused-1.0.0").status()).isEqualTo(404);
    }

    @Test
    void onlyMlEngineersSubmitAndNobodyElseMoves() throws Exception {
        String submission = submission(manifest("it-nobody", "1.0.0"), key(), artifact());

        assertThat(sofia().post(SUBMIT, submission).status()).isEqualTo(403);
        assertThat(Client.as("max", "user/Device.rs").post(SUBMIT, submission).status())
                .isEqualTo(403);
        for (String person : List.of("alice", "rita", "audrey", "loader")) {
            String scope = person.equals("loader") ? "system/*.cruds" : "user/*.cruds";
            for (String operation : List.of("$promote", "$rollback", "$retire", "$disable")) {
                assertThat(Client.as(person, scope)
                                .post(
                                        "/fhir/Device/model.news2-1.0.0/" + operation,
                                        "{\"resourceType\":\"Parameters\"}")
                                .status())
                        .as(person + operation)
                        .isEqualTo(403);
            }
        }
        assertThat(sofia().post("/fhir/Device/model.none-1.0.0/$disable", "{\"resourceType\":\"Parameters\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void twoPeopleOfDifferentRolesPromote() throws Exception {
        max().post(SUBMIT, submission(manifest("it-promoted", "1.0.0"), key(), artifact()));
        String promote = "/fhir/Device/model.it-promoted-1.0.0/$promote";

        Answer first = mira().post(promote, "{\"resourceType\":\"Parameters\"}");
        assertThat(first.status()).as(first::body).isEqualTo(200);
        assertThat(parameter(first.json(), "state").path("valueCode").asText()).isEqualTo("pending");
        assertThat(parameter(first.json(), "missingApproval").path("valueCode").asText())
                .isEqualTo("safety-officer");
        Answer second = sofia().post(promote, "{\"resourceType\":\"Parameters\"}");
        assertThat(parameter(second.json(), "stage").path("valueCode").asText()).isEqualTo("validated");

        Answer skipped = sofia().post(
                        promote,
                        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"stage\",\"valueCode\":\"production\"}]}");
        assertThat(skipped.status()).isEqualTo(422);
        assertThat(codes(skipped)).containsExactly("stage-order");
        JsonNode device = sofia().get("/fhir/Device/model.it-promoted-1.0.0").json();
        assertThat(device.path("meta").path("tag")).hasSize(1);
        assertThat(device.path("meta").path("tag").get(0).path("code").asText()).isEqualTo("validated");
        assertThat(found(sofia(), "/fhir/DocumentReference?_id=model.it-promoted-1.0.0-card"))
                .containsExactly("model.it-promoted-1.0.0-card");
    }

    /** Two readers of the registry stand for two nodes; both are asked all the time while somebody disables the version. */
    @Test
    void aDisabledVersionAnswersNowhereTwoSecondsLater() throws Exception {
        SignedModelAdmission admission = RunningServer.bean(SignedModelAdmission.class);
        assertThat(admission.submitOwn(artifact(), manifest("it-disabled", "1.0.0"), "somebody", Stage.PRODUCTION))
                .isInstanceOf(AdmissionResult.Admitted.class);
        RiskModels models = RunningServer.bean(RiskModels.class);
        awaitAnswers(models, "it-disabled");
        AtomicReference<Instant> last = new AtomicReference<>(Instant.EPOCH);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            Instant end = Instant.now().plusSeconds(20);
            AtomicReference<Instant> stop = new AtomicReference<>(end);
            IntStream.range(0, 4)
                    .forEach(i -> callers.execute(() -> {
                        try {
                            while (Instant.now().isBefore(stop.get())) {
                                boolean isShown = models.select("it-disabled", new CallSubject("p" + i, Set.of()))
                                        .shown()
                                        .isPresent();
                                if (isShown) {
                                    last.accumulateAndGet(Instant.now(), (a, b) -> a.isAfter(b) ? a : b);
                                }
                            }
                        } catch (RuntimeException e) {
                            failure.set(e);
                        }
                    }));
            Answer answer =
                    sofia().post("/fhir/Device/model.it-disabled-1.0.0/$disable", "{\"resourceType\":\"Parameters\"}");
            Instant disabled = Clock.systemUTC().instant();
            stop.set(disabled.plusSeconds(3));
            callers.shutdown();
            assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

            assertThat(answer.status()).as(answer::body).isEqualTo(200);
            assertThat(failure.get()).isNull();
            assertThat(Duration.between(disabled, last.get())).isLessThan(Duration.ofSeconds(2));
            assertThat(models.inProduction("it-disabled")).isEmpty();
        } finally {
            callers.shutdownNow();
        }
    }

    /** Several people work in EHRs that call all the time while somebody disables the version that answers them. */
    @Test
    void whoCallsAfterADisableIsShownNothingOfThatVersionAndNobodyGetsAnError() throws Exception {
        String service = "/cds-services/it-disable";
        PreventPatient.write();
        assertThat(RunningServer.bean(SignedModelAdmission.class)
                        .submitOwn(
                                ShippedFile.bytes("models/prevent-base-10y-1.0.0.onnx"),
                                manifest("prevent-base-10y", "it-hooked", "1.0.0"),
                                "somebody",
                                Stage.PRODUCTION))
                .isInstanceOf(AdmissionResult.Admitted.class);
        awaitAnswers(RunningServer.bean(RiskModels.class), "it-hooked");
        Queue<Answer> before = new ConcurrentLinkedQueue<>();
        Queue<Answer> during = new ConcurrentLinkedQueue<>();
        Queue<Answer> after = new ConcurrentLinkedQueue<>();
        CountDownLatch underLoad = new CountDownLatch(2 * CALLERS);
        AtomicBoolean isBegun = new AtomicBoolean();
        AtomicBoolean isDisabled = new AtomicBoolean();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Callable<Void>> work = Collections.nCopies(CALLERS, () -> {
                for (int left = 3; left > 0; ) {
                    Queue<Answer> answers = isDisabled.get() ? after : isBegun.get() ? during : before;
                    answers.add(callHook(service));
                    underLoad.countDown();
                    left -= answers == after ? 1 : 0;
                }
                return null;
            });
            List<Future<Void>> calls = work.stream().map(callers::submit).toList();
            assertThat(underLoad.await(60, TimeUnit.SECONDS)).isTrue();
            isBegun.set(true);
            Answer answer =
                    sofia().post("/fhir/Device/model.it-hooked-1.0.0/$disable", "{\"resourceType\":\"Parameters\"}");
            isDisabled.set(true);
            assertThat(answer.status()).as(answer::body).isEqualTo(200);
            for (Future<Void> each : calls) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            isDisabled.set(true);
            callers.shutdownNow();
        }

        assertThat(before).anySatisfy(answer -> assertThat(answer.body()).contains("/models/it-hooked/1.0.0"));
        assertThat(after).hasSize(3 * CALLERS);
        assertThat(after)
                .allSatisfy(answer -> assertThat(answer.json().path("cards")).isEmpty());
        assertThat(Stream.of(before, during, after).flatMap(Queue::stream))
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer::body).isEqualTo(200));
    }

    /** What its card promises is that half of three decisions may be overrides. */
    @Test
    void aVersionThatCliniciansOverrideFallsBackToSilentByItself() throws Exception {
        String service = "/cds-services/it-disable";
        PreventPatient.write();
        ObjectNode manifest = (ObjectNode) Client.JSON.readTree(manifest("prevent-base-10y", "it-hooked", "2.0.0"));
        manifest.putObject("limits").put("minimumCalls", 3).put("overrideShare", 0.5);
        assertThat(RunningServer.bean(SignedModelAdmission.class)
                        .submitOwn(
                                ShippedFile.bytes("models/prevent-base-10y-1.0.0.onnx"),
                                manifest.toString().getBytes(StandardCharsets.UTF_8),
                                "somebody",
                                Stage.PRODUCTION))
                .isInstanceOf(AdmissionResult.Admitted.class);
        awaitAnswers(RunningServer.bean(RiskModels.class), "it-hooked");
        UseClock watch = RunningServer.bean(UseClock.class);
        for (String outcome : List.of("accepted", "overridden", "overridden")) {
            watch.turn();
            Answer answer = callHook(service);
            assertThat(answer.body()).as("shown as long as no limit is passed").contains("/models/it-hooked/2.0.0");
            String card = answer.json().at("/cards/0/uuid").asText();
            assertThat(Client.ehr(service + "/feedback")
                            .post(service + "/feedback", "application/json", """
                                    {"feedback": [{"card": "%s", "outcome": "%s",
                                      "outcomeTimestamp": "2026-11-21T10:00:00Z"}]}
                                    """.formatted(card, outcome))
                            .status())
                    .isEqualTo(200);
        }

        watch.turn();

        assertThat(callHook(service).json().path("cards")).isEmpty();
        assertThat(RunningServer.bean(ModelStore.class)
                        .find("it-hooked", "2.0.0")
                        .orElseThrow()
                        .stage())
                .isEqualTo(Stage.SILENT);
        assertThat(Client.as("audrey", "user/AuditEvent.rs")
                        .get("/fhir/AuditEvent?subtype=model-fall-back")
                        .body())
                .contains("it-hooked", "override-share");
    }

    @Test
    void howAVersionDoesIsAMeasureReportForThoseWhoAnswerForModels() {
        String report = "/fhir/Device/model.prevent-base-10y-1.0.0/$model-report";
        PreventPatient.write();
        RunningServer.bean(CountedUse.class).flush();
        int before = calls(sofia().get(report));
        assertThat(callHook(PREVENT).json().path("cards")).hasSize(1);
        RunningServer.bean(CountedUse.class).flush();

        Answer answer = sofia().get(report);
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("MeasureReport");
        assertThat(answer.json().at("/subject/reference").asText()).isEqualTo("Device/model.prevent-base-10y-1.0.0");
        assertThat(calls(answer)).isEqualTo(before + 1);
        assertThat(answer.body()).doesNotContain(PreventPatient.ID);
        for (Client reader : List.of(max(), Client.as("audrey", "user/AuditEvent.rs"))) {
            assertThat(calls(reader.get(report))).isEqualTo(before + 1);
        }
        for (String person : List.of("alice", "rita", "loader")) {
            String scope = person.equals("loader") ? "system/*.cruds" : "user/*.cruds";
            assertThat(Client.as(person, scope).get(report).status()).as(person).isEqualTo(403);
        }
        assertThat(sofia().get("/fhir/Device/model.none-1.0.0/$model-report").status())
                .isEqualTo(404);
        assertThat(sofia().get("/fhir/Device/it-pacemaker/$model-report").status())
                .isEqualTo(404);
    }

    @Test
    void devicesOfModelsAndOfPatientsAreKeptApart() {
        Client loader = Client.loader();
        Answer patients = loader.put("/fhir/Device/it-pacemaker", """
                {"resourceType": "Device", "id": "it-pacemaker", "serialNumber": "it-serial-7",
                 "patient": {"reference": "Patient/it-device-patient"}}
                """.replace("it-device-patient", patient()));

        assertThat(patients.status()).as(patients::body).isIn(200, 201);
        assertThat(max().get("/fhir/Device/it-pacemaker").status()).isEqualTo(404);
        assertThat(max().get("/fhir/Device?_count=200").body()).doesNotContain("it-serial-7");
        assertThat(max().get("/fhir/Device/model.news2-1.0.0").status()).isEqualTo(200);
        for (String id : List.of("model.news2-1.0.0", "it-pretender")) {
            assertThat(loader.put("/fhir/Device/" + id, """
                            {"resourceType": "Device", "id": "%s", "type": {"coding": [
                              {"system": "https://firewarden.org/device-type", "code": "model-version"}]}}
                            """.formatted(id)).status())
                    .as(id)
                    .isEqualTo(403);
        }
    }

    private static Answer callHook(String service) {
        return Client.ehr(service).post(service, "application/json", """
                {"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
                 "context": {"userId": "Practitioner/alice", "patientId": "%s"}}
                """.formatted(PreventPatient.ID));
    }

    /** The calls in a report. */
    private static int calls(Answer report) {
        assertThat(report.status()).as(report::body).isEqualTo(200);
        return StreamSupport.stream(report.json().path("group").spliterator(), false)
                .filter(group -> group.at("/code/coding/0/code").asText().equals("calls"))
                .findFirst()
                .orElseThrow()
                .at("/population/0/count")
                .asInt(-1);
    }

    private static String patient() {
        Client.loader().put("/fhir/Patient/it-device-patient", """
                {"resourceType": "Patient", "id": "it-device-patient"}
                """);
        return "it-device-patient";
    }

    private static void awaitAnswers(RiskModels models, String model) {
        Instant deadline = Instant.now().plusSeconds(20);
        while (models.inProduction(model).isEmpty() && Instant.now().isBefore(deadline)) {
            Thread.onSpinWait();
        }
        assertThat(models.inProduction(model)).isPresent();
    }

    private static List<String> found(Client client, String path) {
        Answer answer = client.get(path + "&_count=200");
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("entry").spliterator(), false)
                .map(entry -> entry.path("resource").path("id").asText())
                .toList();
    }

    private static List<String> codes(Answer answer) {
        return StreamSupport.stream(answer.json().path("issue").spliterator(), false)
                .map(issue -> issue.path("details")
                        .path("coding")
                        .path(0)
                        .path("code")
                        .asText())
                .toList();
    }

    private static JsonNode parameter(JsonNode parameters, String name) {
        return StreamSupport.stream(parameters.path("parameter").spliterator(), false)
                .filter(parameter -> parameter.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no parameter " + name + " in " + parameters));
    }

    private static HybridSigningKey key() throws IOException {
        return HybridSigningKey.parse(Files.readString(RunningServer.data().resolve("demo-max-signing.key")));
    }

    private static byte[] artifact() {
        return ShippedFile.bytes("models/news2-1.0.0.onnx");
    }

    private static byte[] manifest(String model, String version) throws IOException {
        return manifest("news2", model, version);
    }

    /** The manifest of a shipped model under another name. */
    private static byte[] manifest(String shipped, String model, String version) throws IOException {
        ObjectNode manifest =
                (ObjectNode) Client.JSON.readTree(ShippedFile.bytes("models/" + shipped + "-1.0.0.manifest.json"));
        manifest.put("model", model).put("version", version);
        return manifest.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String submission(byte[] manifest, HybridSigningKey key, byte[] artifact) {
        ObjectNode parameters = Client.JSON.createObjectNode().put("resourceType", "Parameters");
        parameters
                .putArray("parameter")
                .add(Client.JSON
                        .createObjectNode()
                        .put("name", "artifact")
                        .put("valueBase64Binary", Base64.getEncoder().encodeToString(artifact)))
                .add(Client.JSON
                        .createObjectNode()
                        .put("name", "manifest")
                        .put("valueBase64Binary", Base64.getEncoder().encodeToString(manifest)))
                .add(Client.JSON
                        .createObjectNode()
                        .put("name", "key")
                        .put("valueString", key.publicKey().id()))
                .add(Client.JSON
                        .createObjectNode()
                        .put("name", "signature")
                        .put(
                                "valueString",
                                key.sign(ModelManifest.SIGNED_AS, manifest).toString()));
        return parameters.toString();
    }
}
