package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.it.Client.Answer;

/**
 * Records that are hidden from the clinician cody, by a Consent ({@code it-q-hidden}) or because others take care
 * ({@code it-page-hidden}), and that alice sees. What is asked about them is asked about nobody ({@code absent}) too, and
 * the answers must be the same.
 */
final class HiddenRecord {

    static final String SYSTEM = "urn:it:query";

    /** Of two patients, the hidden one sorts first. */
    static final String BOTH_PAGES = "/fhir/Patient?identifier=urn:it-page%7Ch,urn:it-page%7Cv&_sort=birthdate";

    private static final boolean IS_PLANTED = plant();

    private HiddenRecord() {}

    /** Who sees nothing of what is hidden here. */
    static Client cody() {
        assertThat(IS_PLANTED).as("hidden from one and shown to the other").isTrue();
        return Client.as("cody", "user/*.cruds");
    }

    /** Who sees all of it. */
    static Client alice() {
        assertThat(IS_PLANTED).as("hidden from one and shown to the other").isTrue();
        return Client.as("alice", "user/*.cruds");
    }

    private static boolean plant() {
        Client loader = Client.loader();
        put(loader, "Organization/it-q-org", "\"name\": \"Q\"");
        put(loader, "Location/it-q-loc", "\"managingOrganization\": {\"reference\": \"Organization/it-q-org\"}");
        put(loader, "Patient/it-q-hidden", patient("hidden", "Qhidden"));
        put(loader, "Patient/it-q-open", patient("open", "Qopen"));
        put(loader, "Encounter/it-q-enc", encounter("it-q-hidden", ""));
        put(
                loader,
                "Encounter/it-q-part",
                encounter("it-q-open", ", \"partOf\": {\"reference\": \"Encounter/it-q-enc\"}"));
        put(loader, "Condition/it-q-cond", """
                "subject": {"reference": "Patient/it-q-hidden"}, "encounter": {"reference": "Encounter/it-q-enc"},
                "code": {"coding": [{"system": "urn:it:query", "code": "hidden"}]}
                """);
        put(loader, "List/it-q-list", """
                "status": "current", "mode": "working",
                "entry": [{"item": {"reference": "Patient/it-q-open"}}]
                """);
        put(loader, "Consent/it-q-consent", """
                "status": "active",
                "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
                                      "code": "patient-privacy"}]},
                "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                "patient": {"reference": "Patient/it-q-hidden"},
                "provision": {"type": "deny", "actor": [{"role": {"text": "clinician"},
                                                         "reference": {"reference": "Practitioner/cody"}}]}
                """);
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
        return Client.as("cody", "user/*.rs").get("/fhir/Patient/it-q-hidden").status() == 404
                && Client.as("alice", "user/*.rs")
                                .get("/fhir/Patient/it-q-hidden")
                                .status()
                        == 200;
    }

    static void put(Client client, String reference, String content) {
        String[] parts = reference.split("/", 2);
        String body = "{\"resourceType\": \"%s\", \"id\": \"%s\", %s}".formatted(parts[0], parts[1], content);
        Answer answer = client.put("/fhir/" + reference, body);
        assertThat(answer.status()).as(answer::body).isIn(200, 201);
    }

    static String patient(String identifier, String family) {
        return "\"identifier\": [{\"system\": \"%s\", \"value\": \"%s\"}], \"name\": [{\"family\": \"%s\"}]"
                .formatted(SYSTEM, identifier, family);
    }

    static String encounter(String patient, String more) {
        return """
                "status": "finished", "class": {"code": "AMB"}, "subject": {"reference": "Patient/%s"},
                "location": [{"location": {"reference": "Location/it-q-loc"}}]%s
                """.formatted(patient, more);
    }

    static Set<String> ids(Answer answer) {
        Set<String> ids = new TreeSet<>();
        GateIT.entries(answer).forEach(entry -> ids.add(entry.at("/resource/id").asText()));
        return ids;
    }

    static String self(JsonNode bundle) {
        return link(bundle, "self");
    }

    static String link(JsonNode bundle, String relation) {
        for (JsonNode link : bundle.path("link")) {
            if (link.path("relation").asText().equals(relation)) {
                return link.path("url").asText();
            }
        }
        return "";
    }

    static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Status, header names and body, less what is new in each answer. */
    static String shape(Answer answer) {
        Set<String> headers = new TreeSet<>(answer.response().headers().map().keySet());
        // Tomcat ends a connection after so many requests.
        headers.remove("connection");
        return answer.status() + " " + headers + " "
                + answer.body()
                        .replaceAll("hidden|absent", "ID")
                        .replaceAll("X-Request-Id: [^\"]*", "")
                        .replaceAll("\"(id|lastUpdated|source)\":\"[^\"]*\"", "");
    }
}
