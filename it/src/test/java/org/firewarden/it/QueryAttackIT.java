package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attempts to learn by questions what answers do not show: about {@code it-q-hidden}, whose Consent denies the clinician cody
 * everything, and whom alice sees. What is asked about the hidden patient is asked about nobody ({@code absent}) too, and the
 * answers must be the same.
 */
class QueryAttackIT {

    private static final String SYSTEM = "urn:it:query";

    private static Client cody() {
        return Client.as("cody", "user/*.cruds");
    }

    private static Client alice() {
        return Client.as("alice", "user/*.cruds");
    }

    @BeforeAll
    static void aHiddenPatientWithARecord() {
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
        assertThat(cody().get("/fhir/Patient/it-q-hidden").status()).isEqualTo(404);
        assertThat(alice().get("/fhir/Patient/it-q-hidden").status()).isEqualTo(200);
    }

    private static void put(Client client, String reference, String content) {
        String[] parts = reference.split("/", 2);
        String body = "{\"resourceType\": \"%s\", \"id\": \"%s\", %s}".formatted(parts[0], parts[1], content);
        Answer answer = client.put("/fhir/" + reference, body);
        assertThat(answer.status()).as(answer::body).isIn(200, 201);
    }

    private static String patient(String identifier, String family) {
        return "\"identifier\": [{\"system\": \"%s\", \"value\": \"%s\"}], \"name\": [{\"family\": \"%s\"}]"
                .formatted(SYSTEM, identifier, family);
    }

    private static String encounter(String patient, String more) {
        return """
                "status": "finished", "class": {"code": "AMB"}, "subject": {"reference": "Patient/%s"},
                "location": [{"location": {"reference": "Location/it-q-loc"}}]%s
                """.formatted(patient, more);
    }

    private static Set<String> ids(Answer answer) {
        Set<String> ids = new TreeSet<>();
        GateIT.entries(answer).forEach(entry -> ids.add(entry.at("/resource/id").asText()));
        return ids;
    }

    private static String self(JsonNode bundle) {
        return link(bundle, "self");
    }

    private static String link(JsonNode bundle, String relation) {
        for (JsonNode link : bundle.path("link")) {
            if (link.path("relation").asText().equals(relation)) {
                return link.path("url").asText();
            }
        }
        return "";
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Status, header names and body, less what is new in each answer. */
    private static String shape(Answer answer) {
        Set<String> headers = new TreeSet<>(answer.response().headers().map().keySet());
        // Tomcat ends a connection after so many requests.
        headers.remove("connection");
        return answer.status() + " " + headers + " "
                + answer.body()
                        .replaceAll("hidden|absent", "ID")
                        .replaceAll("X-Request-Id: [^\"]*", "")
                        .replaceAll("\"(id|lastUpdated|source)\":\"[^\"]*\"", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Organization?_has:Location:organization:_has:Encounter:location:_has:Condition:encounter:code=%s",
                "Organization?_has:Location:organization:_has:Encounter:location:patient.identifier=urn:it:query|%s",
                "Encounter?part-of:Encounter.patient.identifier=urn:it:query|%s",
                "Encounter?part-of:Encounter._has:Condition:encounter:code=%s",
                "Patient?identifier=urn:it:query|%s&_summary=count",
                "Patient?_id=it-q-%s&_total=accurate",
                "Observation?patient:Patient.identifier=urn:it:query|%s",
                "Encounter?patient=it-q-%s,it-q-open",
                "Encounter?patient=http://127.0.0.1/fhir/Patient/it-q-%s",
                "Encounter?subject:Patient=it-q-%s&_include=*&_revinclude=*",
                "Patient?identifier=urn:it:query|%s&_sort=family"
            })
    void aQuestionAboutAHiddenPatientIsAnsweredLikeOneAboutNobody(String query) {
        Answer hidden = cody().get("/fhir/" + query.formatted("hidden").replace("|", "%7C"));
        Answer absent = cody().get("/fhir/" + query.formatted("absent").replace("|", "%7C"));

        assertThat(hidden.status()).as(hidden::body).isEqualTo(200);
        assertThat(shape(hidden)).isEqualTo(shape(absent)).doesNotContain("Qhidden");
    }

    @Test
    void whoSeesTheInnerResourcesGetsTheAnswer() {
        Client alice = alice();

        assertThat(
                        ids(
                                alice.get(
                                        "/fhir/Organization?_has:Location:organization:_has:Encounter:location:_has:Condition:encounter:code=hidden")))
                .containsExactly("it-q-org");
        assertThat(ids(alice.get(
                        "/fhir/Encounter?part-of:Encounter.patient.identifier=" + escape("urn:it:query|hidden"))))
                .containsExactly("it-q-part");
        assertThat(ids(alice.get("/fhir/Encounter?patient.family=Qhidden&location=Location/it-q-loc")))
                .containsExactly("it-q-enc");
        assertThat(ids(alice.get("/fhir/Patient?_list=it-q-list"))).containsExactly("it-q-open");
        assertThat(ids(alice.get("/fhir/Patient?_list=it-q-absent"))).isEmpty();
        assertThat(ids(alice.get("/fhir/Patient?_has:Encounter:patient:location=Location/it-q-loc&family=Qopen")))
                .containsExactly("it-q-open");
    }

    @Test
    void aCountIsOfWhatTheCallerSees() {
        String query = "/fhir/Patient?_id=it-q-hidden,it-q-open&_summary=count";

        assertThat(cody().get(query).json().path("total").asInt(-1)).isEqualTo(1);
        assertThat(alice().get(query).json().path("total").asInt(-1)).isEqualTo(2);
        assertThat(alice().get("/fhir/Patient?_id=it-q-open&_total=accurate")
                        .json()
                        .has("total"))
                .isFalse();
    }

    @Test
    void theSelfLinkShowsTheCallersOwnWords() {
        JsonNode bundle = alice().get("/fhir/Encounter?patient.family=Qhidden&_sort=-date")
                .json();

        assertThat(self(bundle))
                .contains("patient.family=Qhidden", "_sort=-date")
                .doesNotContain("it-q-hidden");
        assertThat(self(Client.as("pat", "patient/*.rs")
                        .get("/fhir/Observation?code=8302-2")
                        .json()))
                .endsWith("/fhir/Observation?code=8302-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient?_filter=family%20eq%20Qhidden",
                "Patient?_query=x",
                "Patient?_contained=true",
                "Observation?_containedType=contained"
            })
    void whatCannotBeCheckedStaysClosed(String query) {
        Answer answer = alice().get("/fhir/" + query);

        assertThat(answer.status()).as(answer::body).isIn(400, 403);
        assertThat(answer.body()).doesNotContain("Qhidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient?_pid=1",
                "Patient?_in=x",
                "Patient?_id:not=it-q-open",
                "Patient?family.given=Qhidden",
                "Observation?subject.nonsense=Qhidden",
                "Patient?_has:Observation:code:code=Qhidden",
                "Patient?_has:Observation:patient=Qhidden",
                "Patient?_has:Observation:patient:code=",
                "Patient?_sort=general-practitioner.family",
                "Patient?_include=Patient:family",
                "Patient?family:wrong=Qhidden",
                "Observation?part-of:Observation.part-of:Observation.part-of:Observation.part-of:Observation.part-of:Observation.part-of:Observation.part-of:Observation.part-of:Observation.part-of:Observation.code=x"
            })
    void aQueryThatIsNoneIsRefusedAndNotQuoted(String query) {
        Answer answer = alice().get("/fhir/" + query);

        assertThat(answer.status()).as(answer::body).isEqualTo(400);
        assertThat(answer.problem()).isNotEmpty();
        assertThat(answer.body()).doesNotContain("Qhidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Observation?patient.family=x",
                "Observation?_has:Condition:evidence-detail:code=x",
                "Observation?_include=Observation:patient:Patient",
                "Observation?_revinclude=Condition:evidence-detail"
            })
    void aQueryThatRangesOverATypeNeedsTheScopeForIt(String query) {
        Answer answer = Client.as("alice", "user/Observation.rs").get("/fhir/" + query);

        assertThat(answer.status()).as(answer::body).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("insufficient-scope");
    }

    @Test
    void aPageLinkIsOfUseToItsMakerOnly() {
        String query = "/fhir/Observation?_count=2&code=8302-2";
        String next = link(alice().get(query).json(), "next").replaceFirst("^https?://[^/]+", "");
        assertThat(next).contains("_getpages=");

        assertThat(alice().get(next).status()).isEqualTo(200);
        String unknown = next.replaceFirst("_getpages=[^&]*", "_getpages=3f1c0b1e-9d0a-4d51-8e0c-0d1c6a1f0001");
        String asUnknown = shape(cody().get(unknown));
        assertThat(shape(cody().get(next))).isEqualTo(asUnknown).startsWith("404");
        assertThat(shape(Client.as("alice", "user/*.rs").get(next))).isEqualTo(asUnknown);
        assertThat(shape(Client.as("alice", "user/*.cruds", "HPAYMT").get(next)))
                .isEqualTo(asUnknown);
    }

    @Test
    void aConstrainedScopeStandsInTheQuerySoThatPagesAreFull() {
        Client client = Client.as(
                "alice",
                "user/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|vital-signs");
        List<String> categories = new ArrayList<>();
        GateIT.entries(client.get("/fhir/Observation?_count=10"))
                .forEach(entry -> categories.add(
                        entry.at("/resource/category/0/coding/0/code").asText()));

        assertThat(categories).hasSize(10).containsOnly("vital-signs");
    }

    @Test
    void aConditionalWriteTellsNothingOfAHiddenMatch() {
        Client cody = cody();
        for (String type : List.of("hidden", "absent")) {
            Answer created = conditional(cody, "POST", "Patient", "identifier=urn:it:query|" + type, "Qnew");
            assertThat(created.status()).as(created::body).isEqualTo(201);
        }
        for (String method : List.of("PUT", "PATCH", "DELETE")) {
            assertThat(shape(
                            conditional(cody, method, "Patient", "identifier=urn:it:query|hidden&family=Qhidden", "x")))
                    .as(method)
                    .isEqualTo(shape(
                            conditional(cody, method, "Patient", "identifier=urn:it:query|absent&family=Qabsent", "x")))
                    .startsWith("404");
        }
        assertThat(alice().get("/fhir/Patient/it-q-hidden").body()).contains("Qhidden");
    }

    @Test
    void aConditionalWriteFindsWhatTheCallerSees() {
        put(Client.loader(), "Patient/it-q-mine", patient("mine", "Qmine"));
        Client cody = cody();

        assertThat(conditional(cody, "POST", "Patient", "identifier=urn:it:query|mine", "Qnew")
                        .status())
                .isEqualTo(200);
        Answer updated = conditional(cody, "PUT", "Patient", "identifier=urn:it:query|mine", "Qupdated");
        assertThat(updated.status()).as(updated::body).isEqualTo(200);
        assertThat(cody.get("/fhir/Patient/it-q-mine").body()).contains("Qupdated");
        assertThat(conditional(cody, "PATCH", "Patient", "family=Qupdated", "x").status())
                .isEqualTo(200);
        assertThat(conditional(cody, "DELETE", "Patient", "family=Qupdated", "x")
                        .status())
                .isEqualTo(200);
        assertThat(cody.get("/fhir/Patient/it-q-mine").status()).isEqualTo(404);
        assertThat(conditional(cody, "DELETE", "Patient", "_lastUpdated=gt2000-01-01", "x")
                        .status())
                .isIn(403, 412);
        assertThat(conditional(cody, "PUT", "Patient", "_sort=family", "x").status())
                .isEqualTo(400);
    }

    private static Answer conditional(Client client, String method, String type, String query, String family) {
        boolean isCreate = method.equals("POST");
        String escaped = query.replace("|", "%7C");
        HttpRequest.Builder request = client.request("/fhir/" + type + (isCreate ? "" : "?" + escaped));
        if (isCreate) {
            request.header("If-None-Exist", escaped);
        }
        String body = method.equals("PATCH")
                ? "[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]"
                : "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"%s\"}]}".formatted(family);
        request.header(
                "Content-Type", method.equals("PATCH") ? "application/json-patch+json" : "application/fhir+json");
        return client.send(request.method(
                method,
                method.equals("DELETE")
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void anInterfaceEngineWritesOnConditions() {
        Client loader = Client.loader();
        String body = "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"urn:it:query\",\"value\":\"eng\"}]}";
        HttpRequest.Builder create = loader.request("/fhir/Patient")
                .header("Content-Type", "application/fhir+json")
                .header("If-None-Exist", "identifier=urn:it:query%7Ceng")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        assertThat(loader.send(create).status()).isEqualTo(201);
        assertThat(loader.send(create).status()).isEqualTo(200);
        assertThat(loader.put("/fhir/Patient?identifier=urn:it:query%7Ceng", body)
                        .status())
                .isEqualTo(200);
        assertThat(loader.put("/fhir/Patient?identifier=urn:it:query%7Ceng2", body.replace("eng", "eng2"))
                        .status())
                .isEqualTo(201);
        Answer transaction = loader.post("/fhir", """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": {"resourceType": "Observation", "id": "it-q-obs", "status": "final", "code": {"text": "x"},
                                "subject": {"reference": "Patient?identifier=urn:it:query|hidden"}},
                   "request": {"method": "PUT", "url": "Observation/it-q-obs"}},
                  {"resource": {"resourceType": "Patient"},
                   "request": {"method": "POST", "url": "Patient", "ifNoneExist": "identifier=urn:it:query|eng"}}]}
                """);
        assertThat(transaction.status()).as(transaction::body).isEqualTo(200);
        assertThat(transaction.json().at("/entry/1/response/status").asText()).startsWith("200");
        assertThat(alice().get("/fhir/Observation/it-q-obs").body()).contains("Patient/it-q-hidden");
    }

    @Test
    void aReferenceThatIsASearchLeadsToVisibleResourcesOnly() {
        String transaction = """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                                "subject": {"reference": "Patient?identifier=urn:it:query|%s"}},
                   "request": {"method": "POST", "url": "Observation"}}]}
                """;

        assertThat(shape(cody().post("/fhir", transaction.formatted("hidden"))))
                .isEqualTo(shape(cody().post("/fhir", transaction.formatted("absent"))))
                .startsWith("422");
        assertThat(cody().post("/fhir", transaction.formatted("open")).status()).isEqualTo(200);
    }

    @Test
    void theEntriesOfABatchAreQueriesLikeOthers() {
        String batch = """
                {"resourceType": "Bundle", "type": "batch", "entry": [
                  {"request": {"method": "GET", "url": "Encounter?part-of:Encounter.patient.family=Qhidden"}},
                  {"request": {"method": "GET", "url": "Patient?_id=it-q-hidden,it-q-open&_summary=count"}},
                  {"request": {"method": "GET", "url": "Patient?identifier=urn:it:query|open"}}]}
                """;
        JsonNode seen = alice().post("/fhir", batch).json();
        JsonNode hidden = cody().post("/fhir", batch).json();

        assertThat(seen.at("/entry/0/resource/entry")).hasSize(1);
        assertThat(hidden.at("/entry/0/resource/entry")).isEmpty();
        assertThat(self(seen.at("/entry/0/resource")))
                .contains("part-of:Encounter.patient.family")
                .doesNotContain("it-q-enc");
        assertThat(seen.at("/entry/1/resource/total").asInt(-1)).isEqualTo(2);
        assertThat(hidden.at("/entry/1/resource/total").asInt(-1)).isEqualTo(1);
        assertThat(hidden.at("/entry/2/resource/entry")).hasSize(1);
        assertThat(alice().post(
                                "/fhir",
                                batch.replace("Patient?_id=it-q-hidden,it-q-open&_summary=count", "Patient?_filter=x"))
                        .status())
                .isEqualTo(403);
    }
}
