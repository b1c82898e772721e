package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From patients who permit research to a candidate that two people may approve, as a research team and an ML engineer walk it. */
class TrainIT {

    private static final int PATIENTS = 200;
    private static final Client RITA = Client.as("rita", "user/*.rs");
    private static final Client MAX = Client.as("max", "user/Device.crus user/DocumentReference.rs");
    private static final Pattern DATA_SET = Pattern.compile("/datasets/([0-9a-f-]{36})");

    @BeforeAll
    static void writeTheRecords() {
        Random random = new Random(8);
        StringBuilder members = new StringBuilder();
        for (int block = 0; block < PATIENTS; block += 50) {
            StringBuilder entries = new StringBuilder();
            for (int i = block; i < block + 50; i++) {
                patient(entries, "it-train-" + i, random);
                members.append(members.isEmpty() ? "" : ",")
                        .append("{\"entity\": {\"reference\": \"Patient/it-train-" + i + "\"}}");
            }
            Answer answer = Client.loader().post("/fhir", """
                            {"resourceType": "Bundle", "type": "transaction", "entry": [%s]}
                            """.formatted(entries));
            assertThat(answer.status()).as(answer::body).isEqualTo(200);
        }
        Answer group = Client.loader().put("/fhir/Group/it-train", """
                {"resourceType": "Group", "id": "it-train", "type": "person", "actual": true, "member": [%s]}
                """.formatted(members));
        assertThat(group.status()).as(group::body).isIn(200, 201);
    }

    /** Who is heavy has diabetes more often, and everybody permits research. */
    private static void patient(StringBuilder entries, String id, Random random) {
        int bmi = 20 + random.nextInt(20);
        boolean hasDiabetes = random.nextInt(20) < (bmi - 18) / 1.5;
        entry(entries, "Patient", id, """
                "name": [{"family": "Trainand%s"}], "birthDate": "%d-05-05", "gender": "%s"
                """.formatted(
                        id.replace("-", ""), 1940 + random.nextInt(50), random.nextBoolean() ? "female" : "male"));
        entry(entries, "Observation", id + "-bmi", """
                "status": "final", "code": {"coding": [{"system": "http://loinc.org", "code": "39156-5"}]},
                "subject": {"reference": "Patient/%s"}, "effectiveDateTime": "2026-03-14",
                "valueQuantity": {"value": %d, "unit": "kg/m2", "system": "http://unitsofmeasure.org", "code": "kg/m2"}
                """.formatted(id, bmi));
        if (hasDiabetes) {
            entry(entries, "Condition", id + "-dm", """
                    "subject": {"reference": "Patient/%s"}, "recordedDate": "2025-01-01",
                    "code": {"coding": [{"system": "http://snomed.info/sct", "code": "44054006"}]}
                    """.formatted(id));
        }
        entry(entries, "Consent", id, """
                "status": "active",
                "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "research"}]},
                "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentcategorycodes",
                                          "code": "research"}]}],
                "patient": {"reference": "Patient/%s"}, "dateTime": "2026-01-02",
                "policyRule": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]},
                "provision": {"type": "permit",
                  "purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HRESCH"}]}
                """.formatted(id));
    }

    private static void entry(StringBuilder entries, String type, String id, String content) {
        entries.append(entries.isEmpty() ? "" : ",").append("""
                {"resource": {"resourceType": "%1$s", "id": "%2$s", %3$s}, "request": {"method": "PUT", "url": "%1$s/%2$s"}}
                """.formatted(type, id, content));
    }

    @Test
    void aTeamGetsADataSetAndAnEngineerACandidateWithItsCardAndReport() {
        String dataSet = dataSet();

        Answer refused = train(RITA, dataSet, "3.0");
        assertThat(refused.status()).as("a researcher trains nothing").isIn(403, 404);

        Answer accepted = train(MAX, dataSet, "9.0");
        assertThat(accepted.status()).as(accepted::body).isEqualTo(202);
        Set<String> told = new HashSet<>();
        JsonNode result = finished(MAX, accepted, told);

        String model = parameter(result, "model")
                .path("valueReference")
                .path("reference")
                .asText();
        assertThat(model).startsWith("Device/model.diabetes-lr-dp-0.");
        assertThat(parameter(result, "epsilon").path("valueDecimal").asDouble()).isBetween(8.0, 9.0);
        assertThat(parameter(result, "accountant").path("valueCode").asText()).isEqualTo("pld");
        assertThat(parameter(result, "report").path("valueString").asText())
                .contains("membership-lira", "canary-guesses", "attribute-sex");
        assertThat(told).contains("state", "fraction");

        documents(model);
        JsonNode again = finished(MAX, reproduce(model), new HashSet<>());
        assertThat(parameter(again, "verdict").path("valueCode").asText()).isEqualTo("same-bytes");
        assertThat(reproduce("Device/model.lace-1.0.0").status())
                .as("nothing that $train made")
                .isEqualTo(404);

        Answer overspent = train(MAX, dataSet, "3.0");
        assertThat(overspent.status()).isEqualTo(409);
        assertThat(overspent.body()).contains("privacy-budget-spent");
    }

    @Test
    void whatIsAskedOfTheTrainingStandsInReportAndCardAndIsDoneAgainByIt() {
        String dataSet = dataSet();

        Answer refused = trainBy(MAX, dataSet, """
                {"name": "algorithm", "valueCode": "mlp"}, {"name": "learningrate", "valueDecimal": 0.05},
                {"name": "epochs", "valueInteger": 3}, {"name": "epochs", "valueInteger": 4},
                {"name": "hidden", "valueQuantity": {"value": 8}}, {"name": "Trainand", "valueString": "x"},
                {"name": "batch", "valueInteger": 1}, {"name": "split", "valueCode": "time"},
                {"name": "splitDate", "valueDate": "2025-01-01"}
                """);
        assertThat(refused.status()).as(refused::body).isEqualTo(400);
        assertThat(refused.body())
                .contains("did you mean 'learningRate'?", "parameter-repeated", "parameter-without-value")
                .contains("batch-invalid", "split-not-possible")
                .doesNotContain("Trainand");
        assertThat(MAX.post("/fhir/$reproduce", """
                        {"resourceType": "Parameters", "parameter": [{"name": "models", "valueString": "Device/x"}]}
                        """).body()).contains("did you mean 'model'?");

        Answer accepted = trainBy(MAX, dataSet, """
                {"name": "algorithm", "valueCode": "mlp"}, {"name": "split", "valueCode": "patient"},
                {"name": "calibration", "valueCode": "none"}, {"name": "optimizer", "valueCode": "sgd"},
                {"name": "learningRate", "valueDecimal": 0.05}, {"name": "positiveWeight", "valueDecimal": 1.5},
                {"name": "epochs", "valueInteger": 3}, {"name": "batch", "valueInteger": 32},
                {"name": "hidden", "valueString": "6,4"}, {"name": "rowsPerPatient", "valueInteger": 2}
                """);
        assertThat(accepted.status()).as(accepted::body).isEqualTo(202);
        JsonNode result = finished(MAX, accepted, new HashSet<>());

        String model =
                parameter(result, "model").at("/valueReference/reference").asText();
        assertThat(parameter(result, "report").path("valueString").asText())
                .contains("hidden layers [6, 4]", "\"method\":\"none\"");
        JsonNode card = shown("/fhir/DocumentReference/" + model.substring("Device/".length()) + "-card")
                .json();
        Answer page =
                Client.anonymous().get(path(card.at("/content/0/attachment/url").asText()));
        assertThat(page.body())
                .contains("split by patient", "recalibration none", "SGD", "learning rate 0.05", "3 epochs", "batch 32")
                .contains("weight of the outcome 1.5", "hidden layers [6, 4]", "at most 2 of a patient");
        JsonNode again = finished(MAX, reproduce(model), new HashSet<>());
        assertThat(parameter(again, "verdict").path("valueCode").asText()).isEqualTo("same-bytes");
    }

    /** The Device at its stage, its card and its report; the registry's view follows within seconds. */
    private static void documents(String model) {
        Answer device = shown("/fhir/" + model);
        assertThat(device.json().at("/meta/tag/0/code").asText()).isEqualTo("candidate");

        String id = model.substring("Device/".length());
        JsonNode card = shown("/fhir/DocumentReference/" + id + "-card").json();
        assertThat(card.at("/subject/reference").asText()).isEqualTo(model);
        String address = card.at("/content/0/attachment/url").asText();
        Answer page = Client.anonymous().get(path(address));
        assertThat(page.body()).contains("Differential privacy for each patient", "Diabetes mellitus");

        Answer report = shown("/fhir/DocumentReference/" + id + "-report");
        byte[] html = Base64.getDecoder()
                .decode(report.json().at("/content/0/attachment/data").asText());
        assertThat(new String(html, StandardCharsets.UTF_8)).contains("<svg", "membership-lira");
        assertThat(Client.anonymous()
                        .get("/fhir/DocumentReference/" + id + "-report")
                        .status())
                .as("it is behind the gate")
                .isEqualTo(401);
    }

    private static Answer shown(String path) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        Answer answer = MAX.get(path);
        while (answer.status() != 200 && System.nanoTime() < until) {
            answer = MAX.get(path);
        }
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        return answer;
    }

    private static String dataSet() {
        Answer accepted = RITA.send(RITA.request("/fhir/$deidentify")
                .header("Content-Type", "application/fhir+json")
                .header("Prefer", "respond-async")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"resourceType": "Parameters", "parameter": [{"name": "policy", "valueString": "safe-harbor"},
                          {"name": "_type", "valueString": "Patient,Observation,Condition"},
                          {"name": "group", "valueReference": {"reference": "Group/it-train"}}]}
                        """)));
        assertThat(accepted.status()).as(accepted::body).isEqualTo(202);
        JsonNode manifest = finished(RITA, accepted, new HashSet<>());
        Matcher id = DATA_SET.matcher(manifest.toString());
        assertThat(id.find()).as(manifest::toString).isTrue();
        return id.group(1);
    }

    private static Answer train(Client client, String dataSet, String epsilon) {
        return trainBy(client, dataSet, """
                {"name": "algorithm", "valueCode": "logistic"}, {"name": "epsilon", "valueDecimal": %s}
                """.formatted(epsilon));
    }

    private static Answer trainBy(Client client, String dataSet, String more) {
        return client.post("/fhir/$train", """
                {"resourceType": "Parameters", "parameter": [{"name": "dataset", "valueString": "DataSet/%s"},
                  {"name": "features", "valueString": "cardiometabolic"}, {"name": "target", "valueString": "diabetes"},
                  %s]}
                """.formatted(dataSet, more));
    }

    private static Answer reproduce(String model) {
        return MAX.post("/fhir/$reproduce", """
                {"resourceType": "Parameters", "parameter": [{"name": "model", "valueString": "%s"}]}
                """.formatted(model));
    }

    /** The answer of a job once it is done; what it told of itself on the way is added by name. */
    private static JsonNode finished(Client client, Answer accepted, Set<String> told) {
        String status = path(accepted.header("Content-Location"));
        long until = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        Answer answer = client.get(status);
        while (answer.status() == 202 && System.nanoTime() < until) {
            answer.json()
                    .path("parameter")
                    .forEach(part -> told.add(part.path("name").asText()));
            answer = client.get(status);
        }
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode parameter(JsonNode parameters, String name) {
        for (JsonNode parameter : parameters.path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        return Client.JSON.createObjectNode();
    }

    private static String path(String url) {
        assertThat(url).startsWith(RunningServer.base());
        return url.substring(RunningServer.base().length());
    }
}
