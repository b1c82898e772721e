package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Attack class 16: a client sets what only the server, or somebody else, may set. */
@Control("164.312(c)(1)")
class MassAssignmentAttackIT {

    private static final String OBSERVATION = """
            {"resourceType": "Observation", %s "status": "final", "code": {"text": "x"},
             "subject": {"reference": "Patient/demo-prevent"}}
            """;

    @BeforeAll
    static void plant() {
        assertThat(Client.loader()
                        .put(
                                "/fhir/Observation/it-mass",
                                OBSERVATION.formatted("\"id\": \"it-mass\", \"meta\": {\"source\": \"urn:lab\"},"))
                        .status())
                .isIn(200, 201);
    }

    /** Writes for one patient whose chart is open. */
    private static Client writer() {
        return Client.with(Client.anonymous()
                .form("/demo/token", Map.of("user", "alice", "scope", "patient/*.cruds", "patient", "demo-prevent"))
                .json()
                .path("access_token")
                .asText());
    }

    @Test
    void theServerSaysWhereAResourceComesFrom() {
        Answer answer =
                writer().post("/fhir/Observation", OBSERVATION.formatted("\"meta\": {\"source\": \"urn:forged\"},"));

        assertThat(answer.status()).as(answer::body).isEqualTo(201);
        assertThat(answer.body()).doesNotContain("urn:forged");
        String id = answer.json().path("id").asText();
        assertThat(Client.loader().get("/fhir/Observation/" + id).body()).doesNotContain("urn:forged");
        assertThat(Client.loader()
                        .get("/fhir/Observation/it-mass")
                        .json()
                        .at("/meta/source")
                        .asText())
                .startsWith("urn:lab");
    }

    @Test
    void aSourceSurvivesTheUpdateOfAnother() {
        assertThat(writer().put(
                                "/fhir/Observation/it-mass",
                                OBSERVATION.formatted("\"id\": \"it-mass\", \"meta\": {\"source\": \"urn:forged\"},"))
                        .status())
                .isEqualTo(200);
        assertThat(Client.loader()
                        .get("/fhir/Observation/it-mass")
                        .json()
                        .at("/meta/source")
                        .asText())
                .startsWith("urn:lab");
    }

    @Test
    void tagsOfTheServerAreTheServers() {
        String tagged = OBSERVATION.formatted(
                "\"id\": \"it-mass\", \"meta\": {\"tag\": [{\"system\": \"https://firewarden.org/stage\", \"code\": \"production\"}]},");
        for (Client client : List.of(writer(), Client.loader())) {
            Answer put = client.put("/fhir/Observation/it-mass", tagged);
            assertThat(put.status()).as(put::body).isEqualTo(422);
            assertThat(put.problem()).isEqualTo("reserved-tag");
        }
        Client loader = Client.loader();
        Answer patch = loader.send(
                loader.request("/fhir/Observation/it-mass")
                        .header("Content-Type", "application/json-patch+json")
                        .method(
                                "PATCH",
                                HttpRequest.BodyPublishers.ofString(
                                        "[{\"op\":\"add\",\"path\":\"/meta/tag\",\"value\":[{\"system\":\"https://firewarden.org/stage\",\"code\":\"x\"}]}]")));
        assertThat(patch.status()).as(patch::body).isEqualTo(422);
        Answer device = loader.post("/fhir/Device", """
                {"resourceType": "Device", "meta": {"tag": [{"system": "https://firewarden.org/stage", "code": "candidate"}]}}
                """);
        assertThat(device.problem()).isEqualTo("reserved-tag");
        assertThat(loader.get("/fhir/Device?_tag=candidate&_count=100").json().path("entry"))
                .as("only what the registry shows stands at a stage")
                .allMatch(entry -> entry.at("/resource/id").asText().startsWith("model."));
    }

    @Test
    void idVersionAndTimeAreTheServers() {
        Answer answer = writer().post(
                        "/fhir/Observation",
                        OBSERVATION.formatted(
                                "\"id\": \"it-mass-mine\", \"meta\": {\"versionId\": \"77\", \"lastUpdated\": \"1999-01-01T00:00:00Z\"},"));

        assertThat(answer.status()).as(answer::body).isEqualTo(201);
        assertThat(answer.json().path("id").asText()).isNotEqualTo("it-mass-mine");
        assertThat(answer.json().at("/meta/versionId").asText()).isEqualTo("1");
        assertThat(answer.json().at("/meta/lastUpdated").asText()).doesNotStartWith("1999");
    }

    @Test
    void aPatientLinksNobodyAndMakesNobodyAClinician() {
        Client pat = Client.as("pat", "patient/*.cruds");
        for (String body : List.of(
                "{\"resourceType\":\"Patient\",\"link\":[{\"other\":{\"reference\":\"Patient/demo-prevent\"},\"type\":\"seealso\"}]}",
                "{\"resourceType\":\"Practitioner\",\"active\":true}",
                "{\"resourceType\":\"PractitionerRole\",\"practitioner\":{\"reference\":\"Practitioner/alice\"}}",
                "{\"resourceType\":\"CareTeam\",\"subject\":{\"reference\":\"Patient/demo-prevent\"},\"participant\":[{\"member\":"
                        + "{\"reference\":\"Practitioner/alice\"}}]}")) {
            String type = body.substring(17, body.indexOf('"', 17));
            assertThat(pat.post("/fhir/" + type, body).status()).as(type).isIn(403, 422);
        }
    }
}
