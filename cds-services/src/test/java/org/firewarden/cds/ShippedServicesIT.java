package org.firewarden.cds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.firewarden.audit.AuditDraft;
import org.firewarden.cds.client.SigningEhr;
import org.firewarden.cds.replay.RecommendationReplay;
import org.firewarden.cds.replay.Replay;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/** The services that ship, over the models that ship: a patient of 70 years with a kidney that works less and less. */
class ShippedServicesIT {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final SigningEhr EHR = PreventCardIT.EHR;
    private static final AnnotationConfigWebApplicationContext CONTEXT = new AnnotationConfigWebApplicationContext();
    private static final MockMvc MVC = start();

    private static MockMvc start() {
        CONTEXT.setServletContext(new MockServletContext());
        CONTEXT.register(PreventCardIT.Application.class);
        CONTEXT.refresh();
        return MockMvcBuilders.webAppContextSetup(CONTEXT).build();
    }

    @AfterAll
    static void stop() {
        CONTEXT.close();
    }

    @Test
    void kidneyFunctionIsStaged() throws Exception {
        JsonNode card = call("egfr-staging", Contexts.request("patient-view", "17", prefetch(2.5)))
                .path("cards")
                .path(0);
        assertThat(card.path("summary").asText()).startsWith("eGFR 2").contains("mL/min/1.73 m2");
        assertThat(card.path("detail").asText()).contains("G4, severely decreased", "Creatinine");
        assertThat(card.path("indicator").asText()).isEqualTo("warning");
        UUID name = UUID.fromString(card.path("uuid").asText());
        assertThat(CONTEXT.getBean(RecommendationReplay.class).replay(name))
                .isInstanceOfSatisfying(
                        Replay.Computed.class,
                        replay -> assertThat(replay.isIdentical()).isTrue());
    }

    @Test
    void metforminIsSpokenAgainstWhereTheKidneyFails() throws Exception {
        JsonNode card = call("order-egfr-check", order("860975", prefetch(2.5)))
                .path("cards")
                .path(0);
        assertThat(card.path("summary").asText()).startsWith("Metformin at eGFR 2");
        assertThat(card.path("indicator").asText()).isEqualTo("critical");
        assertThat(card.at("/suggestions/0/label").asText()).isEqualTo("Replace by linagliptin");
        assertThat(call("order-egfr-check", order("860975", prefetch(0.8)))).hasToString("{\"cards\":[]}");
    }

    @Test
    void withoutACreatinineTheClinicianIsToldSo() throws Exception {
        String without = prefetch("");
        JsonNode card =
                call("order-egfr-check", order("310965", without)).path("cards").path(0);
        assertThat(card.path("summary").asText()).contains("no estimate, 1 input is missing");
        assertThat(call("egfr-staging", Contexts.request("patient-view", "17", without)))
                .hasToString("{\"cards\":[]}");
    }

    private static JsonNode call(String service, String body) throws Exception {
        URI url = URI.create("https://cds.example/cds-services/" + service);
        String answer = MVC.perform(post(url.getPath())
                        .header("Authorization", EHR.bearer(url))
                        .requestAttr(AuditDraft.REQUEST_ATTRIBUTE, new AuditDraft("c-1", "192.0.2.1"))
                        .contentType("application/json")
                        .content(body))
                .andReturn()
                .getResponse()
                .getContentAsString();
        return new ObjectMapper().readTree(answer);
    }

    private static String order(String drug, String prefetch) {
        return Contexts.order("17", drug, "[\"MedicationRequest/o1\"]")
                .replace("https://drugs.example", "http://www.nlm.nih.gov/research/umls/rxnorm")
                .replace("\"prefetch\": {}", "\"prefetch\": " + prefetch);
    }

    private static String prefetch(double creatinine) {
        return prefetch("""
               {"resource": {"resourceType": "Observation", "id": "crea", "status": "final", "effectiveDateTime": "%s",
                 "subject": {"reference": "Patient/17"},
                 "valueQuantity": {"value": %s, "system": "http://unitsofmeasure.org", "code": "mg/dL"},
                 "code": {"coding": [{"system": "http://loinc.org", "code": "2160-0"}]}}}
               """.formatted(CLOCK.instant().minusSeconds(86_400), creatinine));
    }

    private static String prefetch(String observations) {
        return """
               {"patient": {"resourceType": "Patient", "id": "17", "gender": "female", "birthDate": "1956-05-04"},
                "observations": {"resourceType": "Bundle", "type": "searchset", "entry": [%s]}}
               """.formatted(observations);
    }
}
