package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The right person with an app that was let in for something else: scopes are a ceiling for operations, too. */
class OperationAttackIT {

    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rita; user/Medication.rs; /fhir/$deidentify; {\"name\": \"policy\", \"valueString\": \"safe-harbor\"},"
                        + " {\"name\": \"patient\", \"valueReference\": {\"reference\": \"Patient/demo-prevent\"}}",
                "rita; user/Medication.rs; /fhir/$cohort-count; {\"name\": \"query\", \"valueString\": \"Condition?code=x\"},"
                        + " {\"name\": \"epsilon\", \"valueDecimal\": 0.1}",
                "rita; user/Medication.rs; /fhir/$reidentify; {\"name\": \"token\", \"valueString\": \"aaaaaaaaaaaaaaaaaaaaaaaaaa\"},"
                        + " {\"name\": \"reason\", \"valueString\": \"clinical-finding\"},"
                        + " {\"name\": \"text\", \"valueString\": \"A finding to tell.\"}",
                "audrey; user/Task.r; /fhir/$reidentify; {\"name\": \"request\", \"valueString\": \"" + NOBODY + "\"},"
                        + " {\"name\": \"decision\", \"valueString\": \"approve\"}",
                "sofia; user/DocumentReference.rs; /fhir/$reidentify; {\"name\": \"request\", \"valueString\": \""
                        + NOBODY + "\"}, {\"name\": \"decision\", \"valueString\": \"approve\"}",
                "max; user/Device.rs; /fhir/$train; {\"name\": \"dataset\", \"valueString\": \"" + NOBODY + "\"}",
                "max; user/Device.rs; /fhir/$reproduce; {\"name\": \"model\", \"valueString\": \"Device/model.lace-1.0.0\"}",
                "audrey; user/Task.r; /fhir/$cds-feedback; ",
                "sofia; user/DocumentReference.rs; /fhir/$cds-feedback; ",
                "quinn; user/MeasureReport.rs; /fhir/$cds-feedback; ",
                "max; user/DocumentReference.rs; /fhir/Device/model.news2-1.0.0/$model-report; ",
                "sofia; user/DocumentReference.rs; /fhir/Device/model.news2-1.0.0/$model-report; ",
                "audrey; user/Task.r; /fhir/Device/model.news2-1.0.0/$model-report; ",
                "audrey; user/Task.r; /fhir/RiskAssessment/" + NOBODY + "/$replay; ",
                "sofia; user/DocumentReference.rs; /fhir/RiskAssessment/" + NOBODY + "/$replay; "
            })
    void aTokenForSomethingElseOpensNoOperation(String user, String scope, String path, String parameters) {
        String body =
                "{\"resourceType\": \"Parameters\", \"parameter\": [" + (parameters == null ? "" : parameters) + "]}";
        Answer refused = Client.as(user, scope).post(path, body);

        assertThat(refused.status()).as(refused::body).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "rita,user/Medication.rs",
        "rita,user/Observation.rs",
        "max,user/DocumentReference.rs",
        "audrey,user/Task.r"
    })
    void aTokenForSomethingElseSeesNoDataSet(String user, String scope) {
        Client client = Client.as(user, scope);

        assertThat(client.get("/datasets").json().path("dataSets")).isEmpty();
        for (String id : List.of(NOBODY, DataSetIT.ofRita())) {
            assertThat(client.get("/datasets/" + id).status()).isEqualTo(404);
            assertThat(client.get("/datasets/" + id + "/files/Patient.ndjson").status())
                    .isEqualTo(404);
            assertThat(client.delete("/datasets/" + id).status()).isEqualTo(404);
        }
        assertThat(Client.as("rita", "user/*.rs")
                        .get("/datasets/" + DataSetIT.ofRita())
                        .status())
                .isEqualTo(200);
    }
}
