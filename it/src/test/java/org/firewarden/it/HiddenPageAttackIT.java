package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would tell of a hidden patient without showing one: short pages, bodies of operations, targets of references. */
class HiddenPageAttackIT {

    private static Client cody;

    @BeforeAll
    static void plant() {
        Client loader = Client.loader();
        loader.put("/fhir/Patient/it-page-hidden", """
                {"resourceType": "Patient", "id": "it-page-hidden", "birthDate": "1950-01-01",
                 "identifier": [{"system": "urn:it-page", "value": "h"}],
                 "generalPractitioner": [{"reference": "Practitioner/alice"}]}
                """);
        loader.put("/fhir/Patient/it-page-seen", """
                {"resourceType": "Patient", "id": "it-page-seen", "birthDate": "1960-01-01",
                 "identifier": [{"system": "urn:it-page", "value": "v"}]}
                """);
        loader.put("/fhir/Encounter/it-page-hidden", """
                {"resourceType": "Encounter", "id": "it-page-hidden", "status": "finished",
                 "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
                 "subject": {"reference": "Patient/it-page-hidden"}}
                """);
        loader.put("/fhir/Condition/it-page-hidden", """
                {"resourceType": "Condition", "id": "it-page-hidden", "subject": {"reference": "Patient/it-page-hidden"},
                 "encounter": {"reference": "Encounter/it-page-hidden"},
                 "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "B20"}]}}
                """);
        loader.put("/fhir/Binary/it-page", """
                {"resourceType": "Binary", "id": "it-page", "contentType": "text/plain", "data": "c2VjcmV0"}
                """);
        cody = Client.as("cody", "user/*.cruds");
    }

    private static final String BOTH = "/fhir/Patient?identifier=urn:it-page%7Ch,urn:it-page%7Cv&_sort=birthdate";

    @Test
    void aPageOfOneIsFullWhereverTheHiddenPatientSorts() {
        assertThat(ids(cody.get(BOTH + "&_count=1"))).isEqualTo("it-page-seen");
        assertThat(ids(cody.send(cody.request(BOTH + "&_count=1")
                        .header("Cache-Control", "no-store, max-results=1")
                        .GET())))
                .isEqualTo("it-page-seen");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BOTH + "&_count=1&_offset=0",
                "/fhir/Patient/it-page-seen/$everything?_offset=0&_count=1",
                "/fhir/Patient/it-page-seen/_history?_offset=0"
            })
    void anOffsetIsRefused(String path) {
        assertThat(cody.get(path).status()).isEqualTo(403);
    }

    @Test
    void anOperationTakesNoParametersThatNothingLooksAt() {
        Answer answer = Client.as("bill", "user/*.rs").post("/fhir/Patient/demo-pat/$everything", """
                {"resourceType": "Parameters", "parameter": [{"name": "_content", "valueString": "alcohol"}]}
                """);

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void contentOfNobodyKnownIsNobodysToRead() {
        assertThat(cody.get("/fhir/Binary/it-page").status()).isEqualTo(404);
        assertThat(cody.get("/fhir/Binary/absent").status()).isEqualTo(404);
        assertThat(cody.get("/fhir/Binary?_lastUpdated=gt2000").body()).doesNotContain("c2VjcmV0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"encounter\": {\"reference\": \"Encounter/%s\"}",
                "\"focus\": [{\"reference\": \"Patient/%s\"}]"
            })
    void aReferenceToWhatIsHiddenLooksLikeOneToWhatIsNotThere(String reference) {
        String observation = """
                {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                 "subject": {"reference": "Patient/it-page-seen"}, %s}
                """;
        Answer hidden = cody.post("/fhir/Observation", observation.formatted(reference.formatted("it-page-hidden")));
        Answer absent = cody.post("/fhir/Observation", observation.formatted(reference.formatted("it-page-absent")));

        assertThat(hidden.status()).isEqualTo(422).isEqualTo(absent.status());
        assertThat(shape(hidden)).isEqualTo(shape(absent)).doesNotContain("HIV");
    }

    @Test
    void whoSeesTheEncounterMayReferToIt() {
        Client.loader().put("/fhir/Encounter/it-page-seen", """
                {"resourceType": "Encounter", "id": "it-page-seen", "status": "finished",
                 "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
                 "subject": {"reference": "Patient/it-page-seen"}}
                """);

        assertThat(Client.as("cody", "user/Observation.cruds")
                        .post("/fhir/Observation", """
                                {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                                 "subject": {"reference": "Patient/it-page-seen"},
                                 "encounter": {"reference": "Encounter/it-page-seen"}}
                                """)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void theAnswerToAPatchShowsNoMoreThanTheScopesDo() {
        Client.loader().put("/fhir/Observation/it-page-vital", """
                {"resourceType": "Observation", "id": "it-page-vital", "status": "final", "code": {"text": "canaryvital"},
                 "category": [{"coding": [{"code": "vital-signs"}]}], "subject": {"reference": "Patient/it-page-seen"}}
                """);
        Client narrow = Client.as("cody", "user/Observation.u user/Observation.rs?category=laboratory");
        Answer answer = narrow.send(narrow.request("/fhir/Observation/it-page-vital")
                .header("Content-Type", "application/json-patch+json")
                .method(
                        "PATCH",
                        java.net.http.HttpRequest.BodyPublishers.ofString(
                                "[{\"op\": \"add\", \"path\": \"/language\", \"value\": \"en\"}]")));

        assertThat(answer.body()).doesNotContain("canaryvital");
    }

    private static String ids(Answer answer) {
        return answer.json().at("/entry/0/resource/id").asText();
    }

    private static String shape(Answer answer) {
        return answer.body().replaceAll("\"diagnostics\":\"[^\"]*\"", "");
    }
}
