package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firewarden.it.HiddenRecord.alice;
import static org.firewarden.it.HiddenRecord.cody;
import static org.firewarden.it.HiddenRecord.ids;
import static org.firewarden.it.HiddenRecord.patient;
import static org.firewarden.it.HiddenRecord.put;
import static org.firewarden.it.HiddenRecord.shape;

import java.net.http.HttpRequest;
import java.util.List;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack class 4, oracles: counts, totals, orders, pages and conditional writes that would tell of what is hidden. */
@Control("164.312(a)(1)")
class OracleAttackIT {

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient?family=Qopen",
                "Patient?family:missing=false",
                "Patient?_sort=-family",
                "Patient?phone=5",
                "Patient?_content=Qopen",
                "Patient?identifier=urn:it:query%7Copen&_summary=count",
                "Condition?patient.family=Qopen",
                "Condition?subject:Patient.identifier=urn:it:query%7Copen",
                "Condition?_has:Condition:evidence-detail:patient.family=Qopen",
                "Encounter?_has:Condition:encounter:_has:Condition:evidence-detail:patient.family=Qopen"
            })
    void whatThePolicyMasksCannotBeAskedAbout(String query) {
        Client quality = Client.as("quinn", "user/*.rs");
        Answer answer = quality.get("/fhir/" + query);

        assertThat(answer.status()).as(answer::body).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("query-closed");
        assertThat(answer.body()).doesNotContain("Qopen");
        assertThat(ids(quality.get("/fhir/Patient?_id=it-q-open&birthdate:missing=true")))
                .containsExactly("it-q-open");
    }

    @Test
    void aPageOfOneIsFullWhereverTheHiddenPatientSorts() {
        assertThat(first(cody().get(HiddenRecord.BOTH_PAGES + "&_count=1"))).isEqualTo("it-page-seen");
        assertThat(first(cody().send(cody().request(HiddenRecord.BOTH_PAGES + "&_count=1")
                        .header("Cache-Control", "no-store, max-results=1")
                        .GET())))
                .isEqualTo("it-page-seen");
    }

    @Test
    void aPageIsFullHoweverManyHiddenPatientsSortBefore() {
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            entries.append(i == 0 ? "" : ",").append("""
                    {"resource": {"resourceType": "Patient", "id": "it-many-%1$02d", "birthDate": "19%1$02d-01-01",
                                  "identifier": [{"system": "urn:it-many", "value": "x"}]%2$s},
                     "request": {"method": "PUT", "url": "Patient/it-many-%1$02d"}}
                    """.formatted(
                    i, i % 28 == 27 ? "" : ", \"generalPractitioner\": [{\"reference\": \"Practitioner/alice\"}]"));
        }
        assertThat(Client.loader()
                        .post(
                                "/fhir",
                                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}")
                        .status())
                .isEqualTo(200);
        String query = "/fhir/Patient?identifier=urn:it-many%7Cx&_sort=birthdate&_count=";

        assertThat(GateIT.entries(cody().get(query + 1)))
                .extracting(entry -> entry.at("/resource/id").asText())
                .containsExactly("it-many-27");
        assertThat(GateIT.entries(cody().get(query + 2)))
                .extracting(entry -> entry.at("/resource/id").asText())
                .containsExactly("it-many-27", "it-many-55");
        assertThat(ids(alice().get(query + 60))).hasSize(60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HiddenRecord.BOTH_PAGES + "&_count=1&_offset=0",
                "/fhir/Patient/it-page-seen/$everything?_offset=0&_count=1",
                "/fhir/Patient/it-page-seen/_history?_offset=0"
            })
    void anOffsetIsRefused(String path) {
        assertThat(cody().get(path).status()).isEqualTo(403);
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

    private static String first(Answer answer) {
        return answer.json().at("/entry/0/resource/id").asText();
    }
}
