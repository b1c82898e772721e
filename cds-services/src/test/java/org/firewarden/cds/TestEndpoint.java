package org.firewarden.cds;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditEntry;
import org.firewarden.cds.client.SigningEhr;
import org.firewarden.cds.service.FixedModel;
import org.firewarden.cds.settings.AnswerSettings;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.model.risk.RiskModels;
import org.firewarden.record.PatientRecordReader;
import org.jspecify.annotations.Nullable;
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

/**
 * The endpoint as {@link CdsConfiguration} assembles it, over a real database, with a model and records of the test. Started
 * once for all tests.
 */
final class TestEndpoint {

    static final URI SERVICE = URI.create("https://cds.example/cds-services/prevent-risk");
    static final URI FEEDBACK = URI.create(SERVICE + "/feedback");
    static final SigningEhr EHR = new SigningEhr("https://ehr.example", Clock.systemUTC());
    static final SigningEhr OTHER_EHR = new SigningEhr("https://other.example", Clock.systemUTC());
    static final SigningEhr SLOW_EHR = new SigningEhr("https://slow.example", Clock.systemUTC());
    static final SigningEhr OWN_RECORD = new SigningEhr("https://own.example", Clock.systemUTC());
    static final Duration BUDGET = Duration.ofMillis(500);
    private static final Path SERVICES = Path.of("src/test/resources/services").toAbsolutePath();
    static final FixedModel MODEL = new FixedModel();
    static final TestRecords RECORDS = new TestRecords();
    private static final MockMvc MVC = start();
    private static final JdbcTemplate DATABASE = new JdbcTemplate(TestDatabase.dataSource());

    /** What the application around the module brings. */
    @EnableWebMvc
    @Import({CdsConfiguration.class, TestOutbound.class})
    static class Application {

        @Bean
        CdsSettings settings() {
            return new CdsSettings(
                    URI.create("https://cds.example"),
                    List.of(
                            EHR.settings(),
                            OTHER_EHR.settings(),
                            SLOW_EHR.settings().withCallsPerMinute(2),
                            OWN_RECORD.settings().withRecordOfItsOwn()),
                    DataSize.ofKilobytes(64),
                    new AnswerSettings(BUDGET, 64, Set.of("https://ehr.example"), true, SERVICES, null));
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
    record Answer(int status, JsonNode body, MvcResult result, AuditDraft draft) {

        AuditEntry entry() {
            return draft.toEntry(Instant.EPOCH, status);
        }

        List<String> codes() {
            return body.findValues("coding").stream()
                    .map(coding -> coding.path(0).path("code").asText())
                    .toList();
        }
    }

    private TestEndpoint() {}

    /** Puts the model and the records back to their first state. */
    static void reset() {
        MODEL.reset();
        RECORDS.queries.clear();
        RECORDS.callers.clear();
    }

    static String hook(String patient, String prefetch) {
        return """
               {"hook": "patient-view", "hookInstance": "%s", "prefetch": %s,
                "context": {"userId": "Practitioner/alice", "patientId": "%s"}}
               """.formatted(UUID.randomUUID(), prefetch, patient);
    }

    static String supplied(String patient) {
        return """
               {"patient": {"resourceType": "Patient", "id": "%1$s"},
                "observations": {"resourceType": "Bundle", "type": "searchset", "entry": [
                  {"resource": {"resourceType": "Observation", "subject": {"reference": "Patient/%1$s"}}}]}}
               """.formatted(patient);
    }

    static String override(String card) {
        return """
               {"feedback": [{"card": "%s", "outcome": "overridden", "outcomeTimestamp": "2026-01-02T03:04:05Z",
                "overrideReason": {"reason": {"code": "data-wrong"}, "userComment": "No longer smokes"}}]}""".formatted(card);
    }

    static Answer call(@Nullable String authorization, String body) {
        return send(HttpMethod.POST, SERVICE.getPath(), authorization, body);
    }

    /** A call of another service of the tests. */
    static Answer call(SigningEhr ehr, String service, String body) {
        URI url = URI.create("https://cds.example/cds-services/" + service);
        return send(HttpMethod.POST, url.getPath(), ehr.bearer(url), body);
    }

    static Answer feedback(SigningEhr ehr, String body) {
        return send(HttpMethod.POST, FEEDBACK.getPath(), ehr.bearer(FEEDBACK), body);
    }

    static Answer send(HttpMethod method, String path, @Nullable String authorization, @Nullable String body) {
        MockHttpServletRequestBuilder request = request(method, path);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (body != null) {
            request.contentType("application/json").content(body);
        }
        return perform(request);
    }

    static Answer perform(MockHttpServletRequestBuilder request) {
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

    static int rows(String table, String card) {
        Map<String, Object> row = DATABASE.queryForMap(
                "SELECT count(*)::int AS rows FROM firewarden." + table + " WHERE card_uuid = ?::uuid", card);
        return row.get("rows") instanceof Integer count ? count : -1;
    }
}
