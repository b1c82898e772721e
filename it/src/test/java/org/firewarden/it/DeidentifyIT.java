package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code $deidentify} as a research team calls it. */
class DeidentifyIT {

    private static final Pattern EXACT_DATE = Pattern.compile("\"\\d{4}-\\d{2}(-\\d{2}.*)?\"");

    @BeforeAll
    static void writeTheRecord() {
        PreventPatient.write();
    }

    private static String parameters(String parameter) {
        return """
                {"resourceType": "Parameters", "parameter": [{"name": "policy", "valueString": "safe-harbor"}, %s]}
                """.formatted(parameter);
    }

    private static String ofPatient(String id) {
        return parameters("{\"name\": \"patient\", \"valueReference\": {\"reference\": \"Patient/" + id + "\"}}");
    }

    private static String ofRecord(String id) {
        Answer record = Client.as("alice", "user/*.rs").get("/fhir/Patient/" + id + "/$everything?_count=200");
        assertThat(record.status()).as(record::body).isEqualTo(200);
        return parameters("{\"name\": \"identifiableData\", \"resource\": " + record.body() + "}");
    }

    @Test
    void noIdentifierOfThePatientIsInTheOutput() {
        for (String operation : List.of("/fhir/$deidentify", "/fhir/$de-identify")) {
            Answer answer = Client.as("rita", "user/*.rs").post(operation, ofRecord(PreventPatient.ID));

            assertThat(answer.status()).as(answer::body).isEqualTo(200);
            assertThat(answer.body())
                    .doesNotContain(
                            PreventPatient.ID,
                            PreventPatient.FAMILY,
                            "Zorabella",
                            "MRN-7731-0042",
                            "Wexcombe",
                            "Tolverton",
                            "01201",
                            "413-555-0142");
            assertThat(EXACT_DATE.matcher(answer.body()).find()).isFalse();
            assertThat(answer.body()).contains("2093-3", "44054006");
        }
    }

    @Test
    void noIdentifierOfASyntheticRecordSurvives() {
        Client alice = Client.as("alice", "user/*.rs");
        for (String id : List.of("demo-prevent", "demo-over89", "demo-pat")) {
            JsonNode patient = alice.get("/fhir/Patient/" + id).json();
            Answer answer = Client.as("rita", "user/*.rs").post("/fhir/$deidentify", ofRecord(id));

            assertThat(answer.status()).as(answer::body).isEqualTo(200);
            String output = answer.body().toLowerCase(Locale.ROOT);
            for (String identifier : identifiers(patient)) {
                assertThat(output).doesNotContain('"' + identifier.toLowerCase(Locale.ROOT) + '"');
            }
            assertThat(EXACT_DATE.matcher(answer.body()).find()).isFalse();
        }
    }

    @Test
    void theBirthYearOfSomebodyOver89IsNotInTheOutput() {
        Answer answer = Client.as("rita", "user/*.rs").post("/fhir/$deidentify", ofRecord("demo-over89"));

        assertThat(answer.body()).doesNotContain("birthDate", "\"1927");
    }

    @Test
    void aRecordIsReadThroughTheGate() {
        Client rita = Client.as("rita", "user/*.rs");

        assertThat(rita.post("/fhir/$deidentify", ofPatient("demo-prevent")).body())
                .contains("de-identifiedData", "\"Patient\"");
        Answer denied = rita.post("/fhir/$deidentify", ofPatient("demo-denied"));
        Answer absent = rita.post("/fhir/$deidentify", ofPatient("demo-absent"));
        assertThat(denied.status()).isEqualTo(absent.status()).isEqualTo(404);
        assertThat(denied.problem()).isEqualTo(absent.problem());
    }

    @Test
    void onlyAResearcherMayAsk() {
        assertThat(Client.as("alice", "user/*.cruds")
                        .post("/fhir/$deidentify", ofPatient("demo-prevent"))
                        .status())
                .isEqualTo(403);
        assertThat(Client.anonymous()
                        .post("/fhir/$deidentify", ofPatient("demo-prevent"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void theCallIsInTheAuditTrail() {
        Client.as("rita", "user/*.rs").post("/fhir/$deidentify", ofPatient("demo-prevent"));

        assertThat(Client.as("audrey", "user/AuditEvent.rs")
                        .get("/fhir/AuditEvent?agent=Practitioner/rita&patient=demo-prevent")
                        .body())
                .contains("$deidentify", "policy-sha256", "HRESCH");
    }

    /** What names the patient: each text of names, identifiers, addresses, telecoms, and the exact birth date. */
    private static Set<String> identifiers(JsonNode patient) {
        List<JsonNode> nodes = new ArrayList<>(
                List.of(patient.path("id"), patient.path("birthDate"), patient.path("name"), patient.path("telecom")));
        patient.path("identifier").forEach(identifier -> nodes.add(identifier.path("value")));
        patient.path("address").forEach(address -> {
            nodes.add(address.path("line"));
            nodes.add(address.path("city"));
            nodes.add(address.path("postalCode"));
        });
        Set<String> values = new TreeSet<>();
        nodes.forEach(node -> collect(node, values));
        values.removeIf(value -> value.length() < 4
                || Set.of("official", "phone", "home", "maiden").contains(value));
        assertThat(values).hasSizeGreaterThan(6);
        return values;
    }

    private static void collect(JsonNode node, Set<String> values) {
        if (node.isTextual()) {
            values.add(node.asText());
        }
        node.forEach(child -> collect(child, values));
    }
}
