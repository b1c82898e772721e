package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.audit.AuditDraft;
import org.firewarden.control.Control;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.gate.label.Relabelling;
import org.firewarden.it.Client.Answer;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Labels as a client of the server sees them. */
@Control({"42 CFR 2", "164.312(a)(1)"})
class SensitivityLabelIT {

    private static final String HIV = "\"coding\": [{\"system\": \"http://snomed.info/sct\", \"code\": \"86406008\"}]";
    private static final String DIABETES =
            "\"coding\": [{\"system\": \"http://snomed.info/sct\", \"code\": \"44054006\"}]";
    private static final String CLASS = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private static final String ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    private final Client loader = Client.loader();
    private final String id = UUID.randomUUID().toString();
    private final String patient = "it-label-" + id;
    private final String condition = "/fhir/Condition/" + id;
    private final String encounter = "/fhir/Encounter/" + id;

    @BeforeEach
    void aPatient() {
        put("/fhir/Patient/" + patient, "{\"resourceType\": \"Patient\", \"id\": \"%s\"}".formatted(patient));
    }

    private Answer put(String path, String body) {
        Answer answer = loader.put(path, body);
        assertThat(answer.status()).as(answer::toString).isIn(200, 201);
        return answer;
    }

    private String condition(String code, String more) {
        return """
                {"resourceType": "Condition", "id": "%s", "subject": {"reference": "Patient/%s"}, "code": {%s} %s}""".formatted(id, patient, code, more);
    }

    private static String security(String system, String code) {
        return ", \"meta\": {\"security\": [{\"system\": \"%s\", \"code\": \"%s\"}]}".formatted(system, code);
    }

    private String encounter() {
        return """
                {"resourceType": "Encounter", "id": "%s", "status": "finished", "class": {"code": "AMB"},
                 "subject": {"reference": "Patient/%s"}}""".formatted(id, patient);
    }

    private String inEncounter() {
        return ", \"encounter\": {\"reference\": \"Encounter/%s\"}".formatted(id);
    }

    private String observation(String more) {
        return """
                {"resourceType": "Observation", "id": "%s", "status": "final", "subject": {"reference": "Patient/%s"},
                 "code": {"text": "pulse"} %s}""".formatted(id, patient, more);
    }

    private Set<String> labels(String path) {
        Answer answer = loader.get(path);
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        return labels(answer.json());
    }

    private static Set<String> labels(JsonNode resource) {
        Set<String> codes = new TreeSet<>();
        resource.at("/meta/security")
                .forEach(coding -> codes.add(coding.path("code").asText()));
        return codes;
    }

    @Test
    void aSensitiveCodeIsLabelledOnReadAndSearch() {
        Answer created = put(condition, condition(HIV, ""));

        assertThat(labels(created.json())).containsExactly("HIV", "R");
        assertThat(labels(condition)).containsExactly("HIV", "R");
        JsonNode found = loader.get("/fhir/Condition?patient=" + patient).json();
        assertThat(labels(found.at("/entry/0/resource"))).containsExactly("HIV", "R");
    }

    @Test
    void whatIsNotSensitiveHasNoLabel() {
        put(condition, condition(DIABETES, ""));

        assertThat(labels(condition)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SECURITY_LABEL", "TAG, PROFILE, SECURITY_LABEL"})
    void anUpdateDoesNotLower(String snapshotMode) {
        put(condition, condition(HIV, ""));

        HttpRequest.Builder update = loader.request(condition).header("Content-Type", "application/fhir+json");
        if (!snapshotMode.isEmpty()) {
            update.header("X-Meta-Snapshot-Mode", snapshotMode);
        }
        Answer updated =
                loader.send(update.PUT(HttpRequest.BodyPublishers.ofString(condition(DIABETES, security(CLASS, "N")))));

        assertThat(updated.status()).as(updated::toString).isEqualTo(200);
        assertThat(labels(condition)).contains("HIV", "R").doesNotContain("N");
    }

    @Test
    void aPatchDoesNotLower() {
        put(condition, condition(HIV, ""));

        Answer patched = loader.send(loader.request(condition)
                .header("Content-Type", "application/json-patch+json")
                .method(
                        "PATCH",
                        HttpRequest.BodyPublishers.ofString("[{\"op\": \"remove\", \"path\": \"/meta/security\"},"
                                + "{\"op\": \"add\", \"path\": \"/recordedDate\", \"value\": \"2026-01-01\"}]")));

        assertThat(patched.status()).as(patched::toString).isEqualTo(200);
        assertThat(labels(condition)).containsExactly("HIV", "R");
    }

    @Test
    void aTransactionDoesNotLower() {
        put(condition, condition(HIV, ""));

        Answer answer = loader.post("/fhir", """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": %s, "request": {"method": "PUT", "url": "Condition/%s"}}]}""".formatted(condition(DIABETES, security(CLASS, "U")), id));

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        assertThat(labels(condition)).contains("HIV", "R").doesNotContain("U");
    }

    @Test
    void aDeletedResourceComesBackWithItsLabels() {
        put(condition, condition(HIV, ""));
        assertThat(loader.delete(condition).status()).isIn(200, 204);
        put(condition, condition(DIABETES, ""));

        assertThat(labels(condition)).contains("HIV", "R");
    }

    @Test
    void aClientMayRaiseAndTheLabelStays() {
        put(condition, condition(HIV, security(CLASS, "V")));
        assertThat(labels(condition)).containsExactly("HIV", "V");

        put(condition, condition(HIV, security(ACT, "PSY")));
        put(condition, condition(HIV, ", \"recordedDate\": \"2026-01-01\""));

        assertThat(labels(condition)).containsExactly("HIV", "PSY", "V");
    }

    @Test
    void theSameContentAgainMakesNoVersion() {
        put(condition, condition(HIV, ""));

        assertThat(put(condition, condition(HIV, ""))
                        .json()
                        .at("/meta/versionId")
                        .asText())
                .isEqualTo("1");
    }

    @Test
    void aLabelCoversTheVersionsBefore() {
        put(condition, condition(DIABETES, ""));
        put(condition, condition(HIV, ""));

        assertThat(labels(condition + "/_history/1")).containsExactly("HIV", "R");
    }

    @Test
    void theWordsOfAClientDoNotTravelWithALabel() {
        put(condition, condition(HIV, """
                , "meta": {"security": [{"system": "%s", "code": "HIV", "display": "canary words"}]}""".formatted(ACT)));

        assertThat(loader.get(condition).body()).doesNotContain("canary words");
    }

    @Test
    void aSensitiveConditionRaisesItsEncounterAndAllThatHangsOnItWithoutNewVersions() {
        put(encounter, encounter());
        put("/fhir/Observation/" + id, observation(inEncounter()));
        put("/fhir/Immunization/" + id, """
                {"resourceType": "Immunization", "id": "%s", "status": "completed", "vaccineCode": {"text": "flu"},
                 "occurrenceDateTime": "2026-01-01", "patient": {"reference": "Patient/%s"} %s}""".formatted(id, patient, inEncounter()));
        assertThat(labels(encounter)).isEmpty();

        put(condition, condition(HIV, inEncounter()));

        for (String path : new String[] {encounter, "/fhir/Observation/" + id, "/fhir/Immunization/" + id}) {
            assertThat(labels(path)).as(path).containsExactly("HIV", "R");
            assertThat(loader.get(path).json().at("/meta/versionId").asText()).isEqualTo("1");
        }
    }

    @Test
    void whatIsRecordedLaterInALabelledEncounterTakesTheLabelsOver() {
        put(encounter, encounter());
        put(condition, condition(HIV, inEncounter()));

        Answer created = put("/fhir/Observation/" + id, observation(inEncounter()));

        assertThat(labels(created.json())).containsExactly("HIV", "R");
        assertThat(labels("/fhir/Observation/" + id)).containsExactly("HIV", "R");
    }

    @Test
    void aTransactionSettlesItsOwnEncounter() {
        Answer answer = loader.post("/fhir", """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": {"resourceType": "Observation", "status": "final", "code": {"text": "pulse"},
                     "subject": {"reference": "Patient/%1$s"}, "encounter": {"reference": "urn:uuid:%2$s"}},
                   "request": {"method": "POST", "url": "Observation"}},
                  {"fullUrl": "urn:uuid:%2$s", "resource": {"resourceType": "Encounter", "status": "finished",
                     "class": {"code": "AMB"}, "subject": {"reference": "Patient/%1$s"}},
                   "request": {"method": "POST", "url": "Encounter"}},
                  {"resource": {"resourceType": "Condition", "subject": {"reference": "Patient/%1$s"}, "code": {%3$s},
                     "encounter": {"reference": "urn:uuid:%2$s"}},
                   "request": {"method": "POST", "url": "Condition"}}]}""".formatted(patient, id, HIV));

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        for (JsonNode entry : answer.json().path("entry")) {
            String location = entry.at("/response/location").asText();
            assertThat(labels("/fhir/" + location.substring(0, location.indexOf("/_history"))))
                    .as(location)
                    .containsExactly("HIV", "R");
        }
        assertThat(answer.json().path("entry")).hasSize(3);
    }

    @Test
    void aResultLabelsItselfAndNotItsEncounter() {
        put(encounter, encounter());
        put("/fhir/Observation/" + id, """
                {"resourceType": "Observation", "id": "%s", "status": "final", "subject": {"reference": "Patient/%s"},
                 "code": {"coding": [{"system": "http://loinc.org", "code": "75626-2"}]} %s}""".formatted(id, patient, inEncounter()));

        assertThat(labels("/fhir/Observation/" + id)).contains("ETHUD", "R");
        assertThat(labels(encounter)).isEmpty();
    }

    @Test
    void anOrderTakesOverTheLabelsOfItsMedication() {
        put("/fhir/Medication/" + id, """
                {"resourceType": "Medication", "id": "%s", "code": {"coding": [
                  {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "476556"}]}}""".formatted(id));
        put("/fhir/MedicationRequest/" + id, """
                {"resourceType": "MedicationRequest", "id": "%s", "status": "active", "intent": "order",
                 "subject": {"reference": "Patient/%s"}, "medicationReference": {"reference": "Medication/%s"}}""".formatted(id, patient, id));

        assertThat(labels("/fhir/MedicationRequest/" + id)).containsExactly("HIV", "R");
    }

    @Test
    void writersOfOneEncounterAtTheSameTimeLeaveNothingUnlabelled() throws Exception {
        put(encounter, encounter());
        ExecutorService writers = Executors.newFixedThreadPool(6);
        List<Future<Answer>> answers = new ArrayList<>();
        try {
            for (int i = 0; i < 24; i++) {
                String observation =
                        observation(inEncounter()).replace(id + "\", \"status", id + "-" + i + "\", \"status");
                String path = "/fhir/Observation/" + id + "-" + i;
                answers.add(writers.submit(() -> loader.put(path, observation)));
                if (i == 11) {
                    answers.add(writers.submit(() -> loader.put(condition, condition(HIV, inEncounter()))));
                }
            }
            for (Future<Answer> answer : answers) {
                Answer written = answer.get(60, TimeUnit.SECONDS);
                assertThat(written.status()).as(written::toString).isEqualTo(201);
            }
        } finally {
            writers.shutdownNow();
        }

        for (int i = 0; i < 24; i++) {
            assertThat(labels("/fhir/Observation/" + id + "-" + i)).as("%d", i).containsExactly("HIV", "R");
        }
    }

    @Test
    void metaDeleteInsideTheServerTakesNoLabelAway() {
        put(condition, condition(HIV, security(ACT, "PSY")));
        Caller caller = new Caller(
                "it",
                "it",
                Set.of(Role.INTERFACE_ENGINE),
                SmartScopes.parse("system/*.cruds"),
                PurposeOfUse.HOPERAT,
                null,
                null,
                null,
                null,
                null);
        Meta labels = new Meta();
        labels.addSecurity().setSystem(ACT).setCode("HIV");
        labels.addSecurity().setSystem(ACT).setCode("PSY");
        labels.addSecurity().setSystem(CLASS).setCode("R");

        RunningServer.bean(DaoRegistry.class)
                .getResourceDao(Condition.class)
                .metaDeleteOperation(
                        new IdType("Condition", id),
                        labels,
                        RequestContext.as(
                                caller, new AuditDraft("it", "localhost"), RestOperationTypeEnum.META_DELETE));

        assertThat(labels(condition)).containsExactly("HIV", "PSY", "R");
    }

    @Test
    void theJobLabelsWhatIsStoredWithoutNewVersions() {
        put(encounter, encounter());
        put("/fhir/Observation/" + id, observation(inEncounter()));
        put(condition, condition(HIV, inEncounter()));
        JdbcTemplate jdbc = RunningServer.bean(JdbcTemplate.class);
        assertThat(jdbc.update(
                        "DELETE FROM hfj_res_tag WHERE res_id IN (SELECT res_id FROM hfj_resource WHERE fhir_id = ?)",
                        id))
                .isEqualTo(6);
        jdbc.update("UPDATE hfj_resource SET has_tags = false WHERE fhir_id = ?", id);
        jdbc.update("DELETE FROM firewarden.label_carrier WHERE carrier = ?", "Encounter/" + id);
        jdbc.update("DELETE FROM firewarden.label_member WHERE carrier = ?", "Encounter/" + id);
        jdbc.update("UPDATE firewarden.label_state SET tables_hash = NULL, target_hash = NULL, cursor = 0");
        assertThat(labels("/fhir/Observation/" + id)).isEmpty();
        Relabelling relabelling = RunningServer.bean(Relabelling.class);
        assertThat(relabelling.progress().isComplete()).isFalse();

        relabelling.run();

        assertThat(relabelling.progress().isComplete()).isTrue();
        assertThat(relabelling.progress().seen()).isGreaterThan(2_000);
        for (String path : new String[] {encounter, "/fhir/Observation/" + id, condition}) {
            assertThat(labels(path)).as(path).containsExactly("HIV", "R");
            assertThat(loader.get(path).json().at("/meta/versionId").asText()).isEqualTo("1");
        }
    }

    @Test
    void whatIsStoredIsLabelledFromTheStart() {
        assertThat(RunningServer.bean(JdbcTemplate.class).queryForObject("""
                                SELECT count(*) FROM hfj_res_tag t JOIN hfj_tag_def d ON d.tag_id = t.tag_id
                                WHERE d.tag_system = ? AND d.tag_code = 'SDV'""", Long.class, ACT))
                .isGreaterThan(40);
    }
}
