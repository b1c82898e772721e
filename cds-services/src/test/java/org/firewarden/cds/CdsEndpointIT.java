package org.firewarden.cds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditEntry;
import org.firewarden.cds.client.SigningEhr;
import org.firewarden.cds.service.FixedModel;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.model.risk.RiskModels;
import org.firewarden.record.PatientRecordReader;
import org.firewarden.record.RecordQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.unit.DataSize;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** The endpoint as {@link CdsConfiguration} assembles it, over a real database, with a model and records of the test. */
class CdsEndpointIT {

    private static final URI SERVICE = URI.create("https://cds.example/cds-services/prevent-cvd-risk");
    private static final URI FEEDBACK = URI.create(SERVICE + "/feedback");
    private static final SigningEhr EHR = new SigningEhr("https://ehr.example", Clock.systemUTC());
    private static final SigningEhr OTHER_EHR = new SigningEhr("https://other.example", Clock.systemUTC());
    private static final FixedModel MODEL = new FixedModel();
    private static final TestRecords RECORDS = new TestRecords();
    private static final MockMvc MVC = start();
    private static final JdbcTemplate DATABASE = new JdbcTemplate(TestDatabase.dataSource());

    /** What the application around the module brings. */
    @EnableWebMvc
    @Import(CdsConfiguration.class)
    static class Application {

        @Bean
        CdsSettings settings() {
            return new CdsSettings(
                    URI.create("https://cds.example"),
                    List.of(EHR.settings(), OTHER_EHR.settings()),
                    DataSize.ofKilobytes(64));
        }

        @Bean
        PatientRecordReader records() {
            return RECORDS;
        }

        @Bean
        RiskModels models() {
            return MODEL;
        }

        @Bean
        DataSource database() {
            return TestDatabase.dataSource();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    private static MockMvc start() {
        AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
        context.setServletContext(new MockServletContext());
        context.register(Application.class);
        context.refresh();
        return MockMvcBuilders.webAppContextSetup(context).build();
    }

    /** An answer with the audit draft of its request. */
    private record Answer(int status, JsonNode body, MvcResult result, AuditDraft draft) {

        AuditEntry entry() {
            return draft.toEntry(Instant.EPOCH, status);
        }

        List<String> codes() {
            return body.findValues("coding").stream()
                    .map(coding -> coding.path(0).path("code").asText())
                    .toList();
        }
    }

    @BeforeEach
    void reset() {
        MODEL.reset();
        RECORDS.queries.clear();
        RECORDS.callers.clear();
    }

    @Test
    void discoveryIsOpenAndDerivesPrefetchFromTheFeatures() {
        Answer answer = send(HttpMethod.GET, "/cds-services", "Bearer nonsense", null);
        assertThat(answer.status()).isEqualTo(200);
        JsonNode service = answer.body().path("services").path(0);
        assertThat(service.path("id").asText()).isEqualTo("prevent-cvd-risk");
        assertThat(service.path("hook").asText()).isEqualTo("patient-view");
        assertThat(service.path("prefetch").path("patient").asText()).isEqualTo("Patient/{{context.patientId}}");
        assertThat(service.path("prefetch").path("observations").asText()).contains("8480-6");
    }

    @Test
    void aCallWithoutPrefetchReadsThroughTheGateAndIsStoredBeforeItIsAnswered() {
        Answer answer = call(EHR.bearer(SERVICE), hook("known", "{}"));
        assertThat(answer.status()).isEqualTo(200);
        JsonNode card = answer.body().path("cards").path(0);
        assertThat(card.path("summary").asText()).contains("14.7%");
        assertThat(card.path("source").path("url").asText())
                .isEqualTo("https://cds.example/models/prevent-base-10y/1.0.0");
        assertThat(card.path("overrideReasons").path(0).path("display").asText())
                .isNotBlank();
        assertThat(rows("recommendation", card.path("uuid").asText())).isEqualTo(1);
        assertThat(RECORDS.queries).hasSize(2);
        Caller caller = RECORDS.callers.get(0);
        assertThat(caller.scopes()).hasToString("system/Observation.rs system/Patient.r");
        assertThat(caller.fhirUser()).isEqualTo("Practitioner/alice");
        AuditEntry entry = answer.entry();
        assertThat(entry.interaction()).isEqualTo("cds-call");
        assertThat(entry.subject()).isEqualTo("https://ehr.example");
        assertThat(entry.patientIds()).containsExactly("known");
        assertThat(entry.entities())
                .containsExactly("urn:uuid:" + card.path("uuid").asText());
        assertThat(entry.details())
                .containsEntry("model", "prevent-base-10y")
                .containsEntry("model-version", "1.0.0")
                .containsEntry("model-sha256", "ab".repeat(32))
                .containsEntry("answer", "assessed")
                .containsEntry("features", "age,systolic_blood_pressure,undeclared");
        assertThat(entry.details().toString()).doesNotContain("0.147", "14.7");
    }

    @Test
    void suppliedPrefetchIsUsedAndNotRead() {
        Answer answer = call(EHR.bearer(SERVICE), hook("17", supplied("17")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("cards")).hasSize(1);
        assertThat(RECORDS.queries).isEmpty();
        assertThat(MODEL.charts()).hasSize(1);
        assertThat(MODEL.charts().get(0).resources()).hasSize(1);
    }

    @Test
    void onlyWhatIsMissingIsRead() {
        String prefetch = supplied("known").replace("\"entry\"", "\"link\": [{\"relation\": \"next\"}], \"entry\"");
        Answer answer = call(EHR.bearer(SERVICE), hook("known", prefetch));
        assertThat(answer.body().path("cards")).hasSize(1);
        assertThat(answer.entry().details())
                .containsEntry("prefetch-supplied", "patient")
                .containsEntry("prefetch-read", "observations");
        assertThat(RECORDS.queries).extracting(RecordQuery::resourceType).containsExactly("Observation");
    }

    @Test
    void suppliedPrefetchOfAnotherPatientIsRefused() {
        Answer answer = call(EHR.bearer(SERVICE), hook("17", supplied("18")));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.codes()).containsExactly("prefetch-of-another-patient", "prefetch-of-another-patient");
        assertThat(MODEL.charts()).isEmpty();
    }

    @Test
    void suppliedPrefetchIsNoWayAroundAConsent() {
        Answer answer = call(EHR.bearer(SERVICE), hook("denied", supplied("denied")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasToString("{\"cards\":[]}");
        assertThat(answer.entry().denialReason()).isEqualTo("consent");
        assertThat(answer.entry().decidedBy()).isEqualTo("Consent/9");
        assertThat(MODEL.charts()).isEmpty();
    }

    @Test
    void dataThatIsNeitherSuppliedNorKnownIsAskedFor() {
        Answer answer = call(EHR.bearer(SERVICE), hook("unknown", "{\"observations\": null}"));
        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.codes()).containsExactly("prefetch-required");
        assertThat(answer.body().toString())
                .contains("patient")
                .contains(answer.draft().correlationId());
    }

    @ParameterizedTest
    @CsvSource({"partly, access-denied", "hidden, patient-hidden", "large, record-too-large"})
    void whatCannotBeReadGivesNoCardAndTheDraftSaysWhy(String patient, String reason) {
        Answer answer = call(EHR.bearer(SERVICE), hook(patient, "{}"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasToString("{\"cards\":[]}");
        assertThat(answer.entry().details()).containsEntry("no-card", reason);
    }

    @Test
    void aModelThatFailsOrIsWithdrawnGivesNoCard() {
        MODEL.breakDown();
        Answer failed = call(EHR.bearer(SERVICE), hook("known", "{}"));
        assertThat(failed.body()).hasToString("{\"cards\":[]}");
        assertThat(failed.entry().details()).containsEntry("no-card", "model-failed");
        MODEL.withdraw();
        Answer withdrawn = call(EHR.bearer(SERVICE), hook("known", "{}"));
        assertThat(withdrawn.body()).hasToString("{\"cards\":[]}");
        assertThat(withdrawn.entry().details()).containsEntry("no-card", "model-not-in-production");
    }

    @ParameterizedTest
    @CsvSource({"broken, 500, internal-error", "offline, 503, storage-unavailable"})
    void aFailureIsAnOperationOutcomeThatTellsNothing(String patient, int status, String code) {
        Answer answer = call(EHR.bearer(SERVICE), hook(patient, "{}"));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.codes()).containsExactly(code);
        assertThat(answer.body().toString())
                .contains(answer.draft().correlationId())
                .doesNotContain("Chalmers", "Exception", "firewarden.cds");
    }

    @Test
    void aCallWithoutAGoodTokenIsRefusedAndReadsNothing() {
        for (@Nullable
        String authorization : new @Nullable String[] {null, "Basic YTpi", "Bearer x.y.z", EHR.bearer(FEEDBACK)}) {
            Answer answer = call(authorization, hook("known", "{}"));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.result().getResponse().getHeader("WWW-Authenticate"))
                    .startsWith("Bearer");
            assertThat(answer.codes()).containsExactly("unauthenticated");
            assertThat(answer.entry().denialReason()).isEqualTo("not-authenticated");
        }
        assertThat(RECORDS.callers).isEmpty();
    }

    @Test
    void aTokenIsTakenOnce() {
        String bearer = EHR.bearer(SERVICE);
        assertThat(call(bearer, hook("known", "{}")).status()).isEqualTo(200);
        Answer second = call(bearer, hook("known", "{}"));
        assertThat(second.status()).isEqualTo(401);
        assertThat(second.entry().details()).containsEntry("jwt", "replay");
    }

    @Test
    void badRequestsAreRefusedWithAnOperationOutcome() {
        assertThat(send(HttpMethod.POST, "/cds-services/none", EHR.bearer(SERVICE), "{}")
                        .status())
                .isEqualTo(404);
        assertThat(call(EHR.bearer(SERVICE), "{\"name\": Chalmers").body().toString())
                .contains("not-a-json-object")
                .doesNotContain("Chalmers");
        assertThat(call(EHR.bearer(SERVICE), "{}").body().path("issue")).hasSize(5);
        assertThat(call(EHR.bearer(SERVICE), "{\"a\":\"" + "x".repeat(70_000) + "\"}")
                        .status())
                .isEqualTo(413);
        Answer mismatch = call(EHR.bearer(SERVICE), hook("known", "{}").replace("patient-view", "order-sign"));
        assertThat(mismatch.status()).isEqualTo(400);
        assertThat(mismatch.codes()).containsExactly("hook-mismatch");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /cds-services/prevent-cvd-risk, POST",
        "PUT, /cds-services/prevent-cvd-risk/feedback, POST",
        "DELETE, /cds-services, GET"
    })
    void otherMethodsAreRefused(String method, String path, String allowed) {
        Answer answer = send(HttpMethod.valueOf(method), path, null, null);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.result().getResponse().getHeader("Allow")).isEqualTo(allowed);
        assertThat(answer.body().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }

    @Test
    void whatIsNotJsonIsRefused() {
        MockHttpServletRequestBuilder request = request(HttpMethod.POST, SERVICE.getPath())
                .header("Authorization", EHR.bearer(SERVICE))
                .contentType("text/plain")
                .content(hook("known", "{}"));
        assertThat(perform(request).status()).isEqualTo(415);
    }

    @Test
    void feedbackIsStoredOnceAgainstTheCardAndTheModelVersion() {
        String card = call(EHR.bearer(SERVICE), hook("known", "{}"))
                .body()
                .path("cards")
                .path(0)
                .path("uuid")
                .asText();
        Answer first = feedback(EHR, override(card));
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).hasToString("{}");
        assertThat(first.entry().interaction()).isEqualTo("cds-feedback");
        assertThat(first.entry().patientIds()).containsExactly("known");
        assertThat(first.entry().entities()).containsExactly("urn:uuid:" + card);
        assertThat(first.entry().details())
                .containsEntry("outcome", "overridden")
                .containsEntry("model-version", "1.0.0");
        assertThat(feedback(EHR, override(card)).status()).isEqualTo(200);
        assertThat(rows("cds_feedback", card)).isEqualTo(1);
    }

    @Test
    void feedbackOfAnotherEhrOrOnAnUnknownCardIsTheSame() {
        String card = call(EHR.bearer(SERVICE), hook("known", "{}"))
                .body()
                .path("cards")
                .path(0)
                .path("uuid")
                .asText();
        Answer foreign = feedback(OTHER_EHR, override(card));
        Answer unknown = feedback(EHR, override(UUID.randomUUID().toString()));
        assertThat(foreign.status()).isEqualTo(404).isEqualTo(unknown.status());
        assertThat(foreign.codes()).isEqualTo(unknown.codes());
        assertThat(rows("cds_feedback", card)).isZero();
    }

    @Test
    void nothingIsStoredIfOneEntryIsBad() {
        String card = call(EHR.bearer(SERVICE), hook("known", "{}"))
                .body()
                .path("cards")
                .path(0)
                .path("uuid")
                .asText();
        String mixed = "{\"feedback\": [" + override(card).replaceAll("^\\{\"feedback\": \\[|]}$", "")
                + ", {\"card\": \"x\"}]}";
        assertThat(feedback(EHR, mixed).status()).isEqualTo(400);
        assertThat(rows("cds_feedback", card)).isZero();
        assertThat(send(HttpMethod.POST, FEEDBACK.getPath(), null, override(card))
                        .status())
                .isEqualTo(401);
    }

    private static String hook(String patient, String prefetch) {
        return """
               {"hook": "patient-view", "hookInstance": "%s", "prefetch": %s,
                "context": {"userId": "Practitioner/alice", "patientId": "%s"}}
               """.formatted(UUID.randomUUID(), prefetch, patient);
    }

    private static String supplied(String patient) {
        return """
               {"patient": {"resourceType": "Patient", "id": "%1$s"},
                "observations": {"resourceType": "Bundle", "type": "searchset", "entry": [
                  {"resource": {"resourceType": "Observation", "subject": {"reference": "Patient/%1$s"}}}]}}
               """.formatted(patient);
    }

    private static String override(String card) {
        return """
               {"feedback": [{"card": "%s", "outcome": "overridden", "outcomeTimestamp": "2026-01-02T03:04:05Z",
                "overrideReason": {"reason": {"code": "data-wrong"}, "userComment": "No longer smokes"}}]}""".formatted(card);
    }

    private static Answer call(@Nullable String authorization, String body) {
        return send(HttpMethod.POST, SERVICE.getPath(), authorization, body);
    }

    private static Answer feedback(SigningEhr ehr, String body) {
        return send(HttpMethod.POST, FEEDBACK.getPath(), ehr.bearer(FEEDBACK), body);
    }

    private static Answer send(HttpMethod method, String path, @Nullable String authorization, @Nullable String body) {
        MockHttpServletRequestBuilder request = request(method, path);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (body != null) {
            request.contentType("application/json").content(body);
        }
        return perform(request);
    }

    private static Answer perform(MockHttpServletRequestBuilder request) {
        AuditDraft draft = new AuditDraft(UUID.randomUUID().toString(), "192.0.2.1");
        try {
            MvcResult result = MVC.perform(request.requestAttr(AuditDraft.REQUEST_ATTRIBUTE, draft))
                    .andReturn();
            String text = result.getResponse().getContentAsString();
            return new Answer(result.getResponse().getStatus(), new ObjectMapper().readTree(text), result, draft);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the answer is not JSON", e);
        } catch (Exception e) {
            throw new AssertionError("the request failed", e);
        }
    }

    private static int rows(String table, String card) {
        Map<String, Object> row = DATABASE.queryForMap(
                "SELECT count(*)::int AS rows FROM firewarden." + table + " WHERE card_uuid = ?::uuid", card);
        return row.get("rows") instanceof Integer count ? count : -1;
    }
}
