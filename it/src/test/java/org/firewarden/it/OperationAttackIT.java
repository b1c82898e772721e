package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack class 6, operations: what no policy opens is shut, and what is open takes nothing that is not looked at. */
@Control("164.312(a)(1)")
class OperationAttackIT {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Patient?_filter=family%20eq%20Mares",
                "/fhir/Patient/demo-denied/$meta",
                "/fhir/$meta",
                "/fhir/Patient/$validate?mode=profile",
                "/fhir/$export",
                "/fhir/_history",
                "/fhir/Patient/_history",
                "/fhir?_type=Patient"
            })
    void questionsAndOperationsThatCouldTellOfHiddenThingsAreClosed(String path) {
        assertThat(Client.as("alice", "user/*.cruds").get(path).status()).isIn(400, 403, 404, 405);
    }

    @Test
    void anOperationTakesNoParametersThatNothingLooksAt() {
        Answer answer = Client.as("bill", "user/*.rs").post("/fhir/Patient/demo-pat/$everything", """
                {"resourceType": "Parameters", "parameter": [{"name": "_content", "valueString": "alcohol"}]}
                """);

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void metaOperationsAndValidationAreShut() {
        String meta = """
                {"resourceType": "Parameters", "parameter": [{"name": "meta", "valueMeta": {"tag": [{"system": "urn:x",
                  "code": "x"}], "security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
                  "code": "R"}]}}]}
                """;
        for (Client client :
                List.of(Client.as("pat", "patient/*.cruds"), Client.as("alice", "user/*.cruds"), Client.loader())) {
            for (String id : List.of("demo-denied", "demo-absent", "demo-prevent")) {
                for (String operation : List.of("$meta-add", "$meta-delete")) {
                    shut(client.post("/fhir/Patient/" + id + "/" + operation, meta));
                    shut(client.post("/fhir/Patient/" + id + "/_history/1/" + operation, meta));
                }
                shut(client.get("/fhir/Patient/" + id + "/$meta"));
                for (String mode : List.of("create", "update", "delete")) {
                    shut(client.post(
                            "/fhir/Patient/" + id + "/$validate?mode=" + mode, "{\"resourceType\":\"Patient\"}"));
                }
                shut(client.get("/fhir/Patient/" + id + "/$validate?mode=delete"));
            }
            shut(client.get("/fhir/Patient/$meta"));
            shut(client.get("/fhir/$meta"));
            shut(client.post("/fhir/Patient/$validate?mode=delete", "{\"resourceType\":\"Patient\"}"));
        }
        assertThat(Client.loader().get("/fhir/Patient/demo-prevent").body()).doesNotContain("urn:x");
    }

    private static void shut(Answer answer) {
        assertThat(answer.status()).as(answer::body).isIn(400, 403, 404, 405);
        assertThat(answer.body()).doesNotContain("Parameters", "versionId");
    }
}
