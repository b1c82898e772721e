package org.firewarden.cds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.firewarden.audit.AuditDraft;
import org.firewarden.cds.client.SigningEhr;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.model.ModelRegistryConfiguration;
import org.firewarden.record.PatientRecordReader;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** The service over the model that ships: the published example of PREVENT, as an EHR would send it. */
class PreventCardIT {

    private static final URI SERVICE = URI.create("https://cds.example/cds-services/prevent-cvd-risk");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    static final SigningEhr EHR = new SigningEhr("https://ehr.example", CLOCK);
    private static final LocalDate RECENTLY = LocalDate.parse("2026-10-22");

    /** What the application around the module brings, the real registry among it. */
    @EnableWebMvc
    @Import({CdsConfiguration.class, ModelRegistryConfiguration.class, TestOutbound.class})
    static class Application {

        @Bean
        CdsSettings settings() {
            return new CdsSettings(URI.create("https://cds.example"), List.of(EHR.settings()));
        }

        @Bean
        PatientRecordReader records() {
            return new TestRecords();
        }

        @Bean
        DataSource database() {
            return TestDatabase.dataSource();
        }

        @Bean
        JdbcTemplate jdbc(DataSource database) {
            return new JdbcTemplate(database);
        }

        @Bean
        PlatformTransactionManager transactions(DataSource database) {
            return new DataSourceTransactionManager(database);
        }

        @Bean
        KeyRing keys() {
            Path folder =
                    Path.of("target", "card-keys-" + ProcessHandle.current().pid());
            return KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), Clock.systemUTC());
        }

        @Bean
        Clock clock() {
            return CLOCK;
        }
    }

    @Test
    void thePublishedExampleGivesThePublishedRisks() throws Exception {
        JsonNode card = cardFor("female", 200);
        assertThat(card.path("summary").asText()).isEqualTo("10-year cardiovascular risk 14.7% (PREVENT 2023 base)");
        assertThat(card.path("detail").asText())
                .contains("| Heart failure | 8.1% |")
                .contains("| Stroke | 5.4% |")
                .contains("| Total cholesterol | 200 mg/dL | " + RECENTLY + " |")
                .contains("**Missing**\n\n- nothing");
        assertThat(cardFor("male", 200).path("summary").asText()).contains(" 16.3% ");
    }

    @Test
    void outsideThePublishedRangesThereIsNoNumber() throws Exception {
        JsonNode card = cardFor("female", 400);
        assertThat(card.path("summary").asText()).contains("not applicable").doesNotContain("%");
        assertThat(card.path("detail").asText()).doesNotContain("%");
    }

    @Test
    void aShippedCardIsReadableAsItStands() throws Exception {
        for (JsonNode card : List.of(cardFor("female", 200), cardFor("female", 400), cardFor("female", 2000))) {
            assertThat(card.path("detail").asText())
                    .contains("the patient's usual one")
                    .doesNotContain("&#");
        }
        assertThat(cardFor("female", 2000).path("detail").asText())
                .contains("- Total cholesterol: the latest result is outside the plausible 30 to 1500 mg/dL");
    }

    private static JsonNode cardFor(String gender, int cholesterol) throws Exception {
        try (AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext()) {
            context.setServletContext(new MockServletContext());
            context.register(Application.class);
            context.refresh();
            MockMvc mvc = MockMvcBuilders.webAppContextSetup(context).build();
            String answer = mvc.perform(post(SERVICE.getPath())
                            .header("Authorization", EHR.bearer(SERVICE))
                            .requestAttr(AuditDraft.REQUEST_ATTRIBUTE, new AuditDraft("c-1", "192.0.2.1"))
                            .contentType("application/json")
                            .content(body(gender, cholesterol)))
                    .andReturn()
                    .getResponse()
                    .getContentAsString();
            return new ObjectMapper().readTree(answer).path("cards").path(0);
        }
    }

    private static String body(String gender, int cholesterol) {
        String observations = String.join(
                ",",
                quantity("2093-3", cholesterol, "mg/dL"),
                quantity("2085-9", 45, "mg/dL"),
                quantity("8480-6", 160, "mm[Hg]"),
                quantity("39156-5", 35, "kg/m2"),
                quantity("98979-8", 90, "mL/min/{1.73_m2}"),
                observation("72166-2", "\"valueCodeableConcept\": " + concept("http://snomed.info/sct", "266919005")));
        String diabetes = """
                {"resource": {"resourceType": "Condition", "subject": {"reference": "Patient/17"},
                 "clinicalStatus": %s, "code": %s}}
                """.formatted(
                        concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
                        concept("http://snomed.info/sct", "44054006"));
        String lisinopril = """
                {"resource": {"resourceType": "MedicationRequest", "status": "active", "intent": "order",
                 "authoredOn": "%s", "subject": {"reference": "Patient/17"}, "medicationCodeableConcept": %s}}
                """.formatted(RECENTLY, concept("http://www.nlm.nih.gov/research/umls/rxnorm", "29046"));
        return """
               {"hook": "patient-view", "hookInstance": "%s",
                "context": {"userId": "Practitioner/alice", "patientId": "17"},
                "prefetch": {
                  "patient": {"resourceType": "Patient", "id": "17", "gender": "%s", "birthDate": "%s"},
                  "observations": {"resourceType": "Bundle", "type": "searchset", "entry": [%s]},
                  "conditions": {"resourceType": "Bundle", "type": "searchset", "entry": [%s]},
                  "medications": {"resourceType": "Bundle", "type": "searchset", "entry": [%s]}}}
               """.formatted(UUID.randomUUID(), gender, RECENTLY.minusYears(50), observations, diabetes, lisinopril);
    }

    private static String quantity(String code, int value, String unit) {
        return observation(
                code,
                "\"valueQuantity\": {\"value\": %d, \"system\": \"http://unitsofmeasure.org\", \"code\": \"%s\"}"
                        .formatted(value, unit));
    }

    private static String observation(String code, String value) {
        return """
               {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "%s",
                "subject": {"reference": "Patient/17"}, "code": %s, %s}}
               """.formatted(RECENTLY, concept("http://loinc.org", code), value);
    }

    private static String concept(String system, String code) {
        return "{\"coding\": [{\"system\": \"%s\", \"code\": \"%s\"}]}".formatted(system, code);
    }
}
