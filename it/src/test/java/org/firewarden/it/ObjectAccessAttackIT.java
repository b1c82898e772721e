package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attack class 1, broken object level authorization: each way to a single resource of a patient whom a Consent hides
 * ({@code demo-denied} from a clinician who asks for payment), compared with a patient who does not exist.
 */
@Control("164.312(a)(1)")
class ObjectAccessAttackIT {

    private static Client payer() {
        return Client.as("alice", "user/*.cruds", "HPAYMT");
    }

    private static String shape(Answer answer) {
        return answer.status() + " "
                + answer.body()
                        .replaceAll("demo-(denied|absent)", "ID")
                        .replaceAll("X-Request-Id: [^\"]*", "")
                        .replaceAll("\"(id|lastUpdated)\":\"[^\"]*\"", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Patient/%s",
                "/fhir/Patient/%s/_history",
                "/fhir/Patient/%s/_history?_offset=5",
                "/fhir/Patient/%s/_history?_since=2030-01-01T00:00:00Z",
                "/fhir/Patient/%s/_history/1",
                "/fhir/Patient/%s/$everything",
                "/fhir/Patient?_id=%s",
                "/fhir/Patient?_id=%s&_revinclude=*",
                "/fhir/Patient?_id=%s&_include=Patient:general-practitioner",
                "/fhir/Observation?patient=%s&_count=1",
                "/fhir/Observation?patient=%s&code=8302-2&_count=1",
                "/fhir/Encounter?patient=%s&_include=Encounter:practitioner&_include=Encounter:service-provider",
                "/fhir/Task?subject=Patient/%s"
            })
    void aHiddenPatientReadsLikeAnAbsentOne(String path) {
        Client payer = payer();

        assertThat(shape(payer.get(path.formatted("demo-denied"))))
                .isEqualTo(shape(payer.get(path.formatted("demo-absent"))));
    }

    @Test
    void patchesAndDeletesOfAHiddenPatientLookLikeThoseOfAnAbsentOne() {
        for (String patch : List.of(
                "[{\"op\":\"test\",\"path\":\"/birthDate\",\"value\":\"1973-06-29\"}]",
                "[{\"op\":\"test\",\"path\":\"/birthDate\",\"value\":\"1973-06-28\"}]")) {
            assertThat(shape(patch("demo-denied", patch, "W/\"1\"")))
                    .isEqualTo(shape(patch("demo-absent", patch, "W/\"1\"")));
            assertThat(shape(patch("demo-denied", patch, "W/\"7\"")))
                    .isEqualTo(shape(patch("demo-absent", patch, "W/\"7\"")));
        }
        assertThat(shape(payer().delete("/fhir/Patient/demo-denied")))
                .isEqualTo(shape(payer().delete("/fhir/Patient/demo-absent")));
        String body = "{\"resourceType\":\"Patient\",\"id\":\"%s\"}";
        assertThat(shape(payer().put("/fhir/Patient/demo-denied", body.formatted("demo-denied"))))
                .isEqualTo(shape(payer().put("/fhir/Patient/demo-absent", body.formatted("demo-absent"))));
    }

    private static Answer patch(String id, String patch, String ifMatch) {
        Client payer = payer();
        return payer.send(payer.request("/fhir/Patient/" + id)
                .header("Content-Type", "application/json-patch+json")
                .header("If-Match", ifMatch)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(patch)));
    }

    @Test
    void whoMayOnlyWriteReadsNothingInTheAnswer() {
        Client loader = Client.loader();
        loader.put(
                "/fhir/Patient/it-attack-write",
                "{\"resourceType\":\"Patient\",\"id\":\"it-attack-write\",\"name\":[{\"family\":\"Secretname\"}]}");
        Client writer = Client.as("alice", "user/Patient.u");
        Answer answer = writer.send(writer.request("/fhir/Patient/it-attack-write")
                .header("Content-Type", "application/json-patch+json")
                .header("Prefer", "return=representation")
                .method(
                        "PATCH",
                        HttpRequest.BodyPublishers.ofString("[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]")));

        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("Secretname");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%66hir/Patient/demo-prevent",
                "/fhir;x/Patient/demo-prevent",
                "/fhir/Patient;jsessionid=1/demo-prevent",
                "/models/%2e%2e/fhir/Patient/demo-prevent",
                "//fhir/Patient/demo-prevent"
            })
    void aPathThatCanBeReadTwoWaysIsRefused(String path) {
        Answer answer = Client.as("alice", "user/*.rs").get(path);

        assertThat(answer.status()).as(answer::body).isEqualTo(400);
        assertThat(answer.body()).contains("OperationOutcome").doesNotContain("demo-prevent");
    }

    @Test
    void theLedgerTellsWhatWasShownFromWhatWasWithheld() {
        payer().get("/fhir/Patient?_id=demo-denied,demo-prevent");
        List<JsonNode> events = new ArrayList<>();
        Client.as("audrey", "user/AuditEvent.rs")
                .get("/fhir/AuditEvent?patient=demo-denied&agent=Practitioner/alice&_count=50")
                .json()
                .path("entry")
                .forEach(entry -> events.add(entry.path("resource")));

        assertThat(events).anySatisfy(event -> {
            assertThat(event.at("/subtype/0/code").asText()).isEqualTo("search-type");
            assertThat(withheld(event, "Patient/demo-denied")).isTrue();
            assertThat(withheld(event, "Patient/demo-prevent")).isFalse();
        });
    }

    private static boolean withheld(JsonNode event, String patient) {
        for (JsonNode entity : event.path("entity")) {
            if (entity.at("/what/reference").asText().equals(patient)
                    && entity.at("/detail/0/type").asText().equals("withheld")) {
                return true;
            }
        }
        return false;
    }
}
