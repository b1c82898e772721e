package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.firewarden.ledger.search.AuditEventTable;
import org.firewarden.ledger.search.AuditSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code $validate} is decided on as the write that it rehearses, and tells nothing about what is hidden. */
@Control("164.312(a)(1)")
class ValidateIT {

    private static final String OBSERVATION = """
            {"resourceType": "Observation", %s "status": "%s", "code": {"coding": [{"system": "urn:it", "code": "x"}]},
             "subject": {"reference": "Patient/%s"}}
            """;
    private static final String CLAIM = """
            {"resourceType": "Claim", "id": "it-validate-claim", "status": "active", "use": "claim",
             "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/claim-type", "code": "professional"}]},
             "patient": {"reference": "Patient/demo-prevent"%s}, "created": "2026-01-01",
             "provider": {"reference": "Organization/it-q-org"},
             "priority": {"coding": [{"code": "normal"}]},
             "insurance": [{"sequence": 1, "focal": true, "coverage": {"display": "Self pay"}}]}
            """;

    private static Answer validate(Client client, String path, String resource) {
        return client.post("/fhir/" + path, resource);
    }

    private static String observation(String status, String patient) {
        return OBSERVATION.formatted("", status, patient);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Observation/$validate", "Observation/$validate?mode=create"})
    void whoMayWriteItLearnsWhetherItIsValid(String path) {
        Client alice = HiddenRecord.alice();

        Answer valid = validate(alice, path, observation("final", "it-q-open"));
        assertThat(valid.status()).as(valid::body).isEqualTo(200);
        assertThat(valid.body()).doesNotContain("\"severity\":\"error\"");
        Answer invalid = validate(alice, path, observation("no-such-status", "it-q-open"));
        assertThat(invalid.status()).as(invalid::body).isIn(200, 400, 412);
        assertThat(invalid.body()).contains("\"severity\":\"error\"");
    }

    @Test
    void theResourceMayComeInParametersWithItsMode() {
        String parameters = """
                {"resourceType": "Parameters", "parameter": [{"name": "mode", "valueCode": "create"},
                 {"name": "resource", "resource": %s}]}
                """;
        Client cody = HiddenRecord.cody();

        Answer granted =
                validate(cody, "Observation/$validate", parameters.formatted(observation("final", "it-q-open")));
        assertThat(granted.status()).as(granted::body).isEqualTo(200);
        assertThat(granted.body()).doesNotContain("\"severity\":\"error\"");
        Answer hidden =
                validate(cody, "Observation/$validate", parameters.formatted(observation("final", "it-q-hidden")));
        assertThat(hidden.status()).as(hidden::body).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource({
        "user/*.rs, create, 403",
        "user/*.rs, update, 403",
        "user/*.cr, update, 403",
        "user/*.cru, delete, 403",
        "user/Condition.cruds, create, 403"
    })
    void withoutTheScopeOfTheWriteNothingIsValidated(String scope, String mode, int status) {
        HiddenRecord.alice();
        boolean isCreate = mode.equals("create");
        String path = (isCreate ? "Patient/$validate?mode=" : "Patient/it-q-open/$validate?mode=") + mode;
        String body = "{\"resourceType\": \"Patient\"%s}".formatted(isCreate ? "" : ", \"id\": \"it-q-open\"");

        Answer answer = validate(Client.as("alice", scope), path, body);
        assertThat(answer.status()).as(answer::body).isEqualTo(status);
    }

    @Test
    void onlyAPolicyOpensIt() {
        for (Client client : List.of(Client.as("rita", "user/*.rs"), Client.as("pat", "patient/*.cruds"))) {
            Answer answer = validate(client, "Observation/$validate", observation("final", "demo-pat"));
            assertThat(answer.status()).as(answer::body).isEqualTo(403);
            assertThat(answer.problem()).isEqualTo("operation-closed");
        }
        assertThat(validate(Client.anonymous(), "Observation/$validate", observation("final", "x"))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Observation/$validate?mode=create; " + OF + "it-q-hidden\"}}",
                "Observation/$validate; " + OF + "it-q-hidden\"}}",
                "Patient/it-q-hidden/$validate?mode=update; {\"resourceType\": \"Patient\", \"id\": \"it-q-hidden\"}",
                "Patient/it-q-hidden/$validate; {\"resourceType\": \"Patient\", \"id\": \"it-q-hidden\"}",
                "Patient/$validate?mode=update; {\"resourceType\": \"Patient\", \"id\": \"it-q-hidden\"}",
                "Patient/it-q-hidden/$validate?mode=delete; {\"resourceType\": \"Parameters\"}"
            })
    void hiddenAndAbsentAreAnsweredAlike(String path, String body) {
        Client cody = HiddenRecord.cody();
        String hidden = "it-q-hidden";

        Answer onHidden = validate(cody, path.replace("it-q-hidden", hidden), body.replace("it-q-hidden", hidden));
        Answer onAbsent =
                validate(cody, path.replace("it-q-hidden", "it-q-absent"), body.replace("it-q-hidden", "it-q-absent"));

        assertThat(onHidden.status()).as(onHidden::body).isIn(404, 422);
        assertThat(HiddenRecord.shape(onHidden).replace(hidden, "ID"))
                .isEqualTo(HiddenRecord.shape(onAbsent).replace("it-q-absent", "ID"));
        assertThat(onHidden.body()).doesNotContain("Qhidden");
    }

    private static final String OF =
            "{\"resourceType\": \"Observation\", \"status\": \"final\", \"code\": {\"text\": \"x\"},"
                    + " \"subject\": {\"reference\": \"Patient/";

    @Test
    void aCreateDoesNotTellWhetherAnIdIsTaken() {
        Client cody = HiddenRecord.cody();
        String body = "{\"resourceType\": \"Patient\", \"id\": \"%s\"}";

        Answer taken = validate(cody, "Patient/$validate?mode=create", body.formatted("it-q-hidden"));
        Answer free = validate(cody, "Patient/$validate?mode=create", body.formatted("it-q-absent"));
        assertThat(HiddenRecord.shape(taken)).isEqualTo(HiddenRecord.shape(free));
    }

    @Test
    void aRehearsedDeletionNamesNobodyWhoRefersToIt() {
        Client alice = HiddenRecord.alice();

        Answer answer =
                validate(alice, "Patient/it-q-open/$validate?mode=delete", "{\"resourceType\": \"Parameters\"}");
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("it-q-part", "it-q-list", "List", "Encounter");
        assertThat(alice.get("/fhir/Patient/it-q-open").status()).isEqualTo(200);
    }

    @Test
    void aResourceThatIsSeenInPartIsNotValidatedAsAnUpdate() {
        Client loader = Client.loader();
        HiddenRecord.alice();
        loader.put("/fhir/Claim/it-validate-claim", CLAIM.formatted(", \"display\": \"Displayval\""));
        Client bill = Client.as("bill", "user/*.cruds");

        Answer update = validate(bill, "Claim/it-validate-claim/$validate?mode=update", CLAIM.formatted(""));
        assertThat(update.status()).as(update::body).isEqualTo(412);
        assertThat(update.problem()).isEqualTo("masked-content");
        assertThat(update.body()).doesNotContain("Displayval");
        Answer seen = bill.get("/fhir/Claim/it-validate-claim/$validate");
        assertThat(seen.status()).as(seen::body).isEqualTo(200);
        assertThat(seen.body()).doesNotContain("Displayval");
    }

    @Test
    void theRehearsalIsInTheLedgerAndStoresNothing() {
        Client alice = HiddenRecord.alice();
        Answer answer = alice.send(alice.request("/fhir/Observation/$validate?mode=create")
                .header("X-Request-Id", "it-validate")
                .header("Content-Type", "application/fhir+json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(OBSERVATION.formatted(
                        "\"identifier\": [{\"system\": \"urn:it-val\", \"value\": \"1\"}],", "final", "it-q-open"))));

        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        assertThat(GateIT.entries(alice.get("/fhir/Observation?identifier=urn:it-val%7C1")))
                .isEmpty();
        assertThat(RunningServer.bean(AuditEventTable.class)
                        .page(AuditSearch.all().entity(Set.of("it-validate")), null, 10))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.entry().outcome()).isEqualTo(AuditOutcome.SUCCESS);
                    assertThat(event.entry().httpStatus()).isEqualTo(200);
                });
    }
}
