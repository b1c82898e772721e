package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.firewarden.it.Client.Answer;
import org.firewarden.ledger.event.OpenedEvent;
import org.firewarden.ledger.search.AuditEventTable;
import org.firewarden.ledger.search.AuditSearch;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What requests leave in the audit trail, and who finds it by which parameter (IHE BALP 1.1, IHE ATNA ITI-81). */
class AuditTrailIT {

    private static Client audrey() {
        return Client.as("audrey", "user/AuditEvent.rs");
    }

    private static Client alice() {
        return Client.as("alice", "user/*.rs");
    }

    private static String id() {
        return "trail-" + UUID.randomUUID();
    }

    private static Answer get(Client client, String path, String id) {
        return client.send(client.request(path).header("X-Request-Id", id).GET());
    }

    private static List<JsonNode> found(String query) {
        Answer answer = audrey().get("/fhir/AuditEvent?_count=200&" + query);
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        List<JsonNode> events = new ArrayList<>();
        answer.json().path("entry").forEach(entry -> events.add(entry.path("resource")));
        return events;
    }

    private static List<String> patients(JsonNode event) {
        List<String> patients = new ArrayList<>();
        event.path("entity").forEach(entity -> {
            if (entity.at("/role/code").asText().equals("1")) {
                patients.add(entity.at("/what/reference").asText());
            }
        });
        return patients;
    }

    @Test
    void aPageOfPatientsIsAnEventForEachOfThem() {
        String id = id();
        Answer page = get(alice(), "/fhir/Patient?_count=4", id);
        Set<String> shown = new HashSet<>();
        page.json()
                .path("entry")
                .forEach(
                        entry -> shown.add("Patient/" + entry.at("/resource/id").asText()));

        List<JsonNode> events = found("entity-id=" + id + "&outcome=0");
        assertThat(shown).hasSizeGreaterThan(1);
        assertThat(events).hasSize(shown.size()).allSatisfy(event -> {
            assertThat(patients(event)).hasSize(1);
            assertThat(event.at("/meta/profile").toString()).contains("PatientQuery", "OAUTHaccessTokenUse");
            JsonNode query = StreamSupport.stream(event.path("entity").spliterator(), false)
                    .filter(entity -> entity.at("/role/code").asText().equals("24"))
                    .findFirst()
                    .orElseThrow();
            assertThat(query.path("description").asText()).isEqualTo("Patient?_count");
            assertThat(new String(Base64.getDecoder().decode(query.path("query").asText()), StandardCharsets.UTF_8))
                    .isEqualTo("/fhir/Patient?_count=4");
        });
        assertThat(events.stream().flatMap(event -> patients(event).stream()))
                .containsExactlyInAnyOrderElementsOf(shown);
    }

    @Test
    void eachEntryOfATransactionIsAnEvent() {
        String id = id();
        Client loader = Client.loader();
        loader.put("/fhir/Patient/it-trail", "{\"resourceType\":\"Patient\",\"id\":\"it-trail\"}");
        String entry = """
                {"request":{"method":"POST","url":"Observation"},"resource":{"resourceType":"Observation","status":"final",
                "code":{"text":"x"},"subject":{"reference":"Patient/it-trail"}}}""";
        String bundle =
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entry + "," + entry + "]}";
        Answer answer = loader.send(loader.request("/fhir")
                .header("X-Request-Id", id)
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(bundle)));
        assertThat(answer.status()).as(answer::body).isEqualTo(200);

        assertThat(found("entity-id=" + id))
                .extracting(event -> event.at("/subtype/0/code").asText())
                .containsExactlyInAnyOrder("transaction", "create", "create");
        assertThat(found("entity-id=" + id + "&patient=Patient/it-trail&subtype=create"))
                .hasSize(2)
                .allSatisfy(event ->
                        assertThat(event.at("/meta/profile").toString()).contains("PatientCreate"));
    }

    @Test
    void eachParameterNarrows() {
        String id = id();
        assertThat(get(alice(), "/fhir/Patient/demo-prevent", id).status()).isEqualTo(200);
        String one = "entity-id=" + id;
        Map<String, String> matching = new TreeMap<>(Map.ofEntries(
                Map.entry("date", "ge2020-01-01"),
                Map.entry("address", "127.0.0.1"),
                Map.entry("agent", "Practitioner/alice"),
                Map.entry("agent.identifier", "alice"),
                Map.entry("user", "alice"),
                Map.entry("patient", "demo-prevent"),
                Map.entry("entity", "Patient/demo-prevent"),
                Map.entry("entity-type", "http://terminology.hl7.org/CodeSystem/audit-entity-type%7C1"),
                Map.entry("entity-role", "4"),
                Map.entry("source", "firewarden"),
                Map.entry("type", "rest"),
                Map.entry("subtype", "http://hl7.org/fhir/restful-interaction%7Cread"),
                Map.entry("outcome", "0"),
                Map.entry("purpose", "TREAT")));
        matching.forEach((name, value) ->
                assertThat(found(one + "&" + name + "=" + value)).as(name).hasSize(1));
        Map<String, String> other = new TreeMap<>(Map.ofEntries(
                Map.entry("date", "lt2020-01-01"),
                Map.entry("address", "192.0.2.1"),
                Map.entry("agent", "Practitioner/cody"),
                Map.entry("agent.identifier", "cody"),
                Map.entry("user", "cody"),
                Map.entry("patient", "demo-denied"),
                Map.entry("patient.identifier", "urn:none%7Cnobody"),
                Map.entry("entity", "Patient/demo-denied"),
                Map.entry("entity-type", "http://hl7.org/fhir/resource-types%7CConsent"),
                Map.entry("entity-role", "24"),
                Map.entry("source", "another"),
                Map.entry("type", "http://dicom.nema.org/resources/ontology/DCM%7C110114"),
                Map.entry("subtype", "vread"),
                Map.entry("outcome", "4"),
                Map.entry("purpose", "HRESCH"),
                Map.entry("policy", "urn:ietf:params:oauth:jti:none"),
                Map.entry("model-version", "1.0.0")));
        other.forEach((name, value) ->
                assertThat(found(one + "&" + name + "=" + value)).as(name).isEmpty());
        String jti = found(one).get(0).at("/agent/0/policy/0").asText();
        assertThat(found(one + "&policy=" + jti)).hasSize(1);
        assertThat(audrey().get("/fhir/AuditEvent?_total=accurate&_count=0&" + one)
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        for (String query : List.of(
                "colour=red",
                "date=yesterday",
                "date=ge2026-02-01&date=lt2026-01-01",
                "outcome=fine",
                "_count=-1",
                "_after=x",
                "_after=" + UUID.randomUUID(),
                "_page=x",
                "patient=",
                "_sort=date")) {
            Answer answer = audrey().get("/fhir/AuditEvent?" + query);
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.body()).contains("OperationOutcome");
        }
    }

    @Test
    void patientsSeeWhoLookedAtTheirOwnRecordOnly() {
        String id = id();
        get(alice(), "/fhir/Patient?_count=50", id);
        Client pat = Client.as("pat", "patient/AuditEvent.rs");

        JsonNode trail = pat.get("/fhir/AuditEvent?_count=100").json();
        assertThat(trail.path("entry"))
                .isNotEmpty()
                .allSatisfy(
                        entry -> assertThat(patients(entry.path("resource"))).containsExactly("Patient/demo-pat"));
        assertThat(trail.toString()).doesNotContain("/fhir/Patient?_count=50", "192.0.2.");
        assertThat(pat.get("/fhir/AuditEvent?patient=demo-prevent").body()).doesNotContain("demo-prevent\"");
        String other = found("patient=demo-prevent").get(0).path("id").asText();
        assertThat(pat.get("/fhir/AuditEvent/" + other).status()).isEqualTo(404);
        assertThat(alice().get("/fhir/AuditEvent?_count=1").status()).isEqualTo(403);
        assertThat(Client.loader().get("/fhir/AuditEvent/" + other).status()).isEqualTo(403);
    }

    @Test
    void thePatientsTrailAnswersNoQuestionAboutOthers() {
        Client pat = Client.as("pat", "patient/AuditEvent.rs");
        String id = id();
        List<String> questions = List.of(
                "patient.identifier=http://hl7.org/fhir/sid/us-ssn%7C999-44-8011",
                "patient.identifier=http://hl7.org/fhir/sid/us-ssn%7C000-00-0000",
                "patient=demo-prevent",
                "agent=Practitioner/alice",
                "agent.identifier=alice",
                "user=alice",
                "entity=Patient/demo-prevent",
                "entity-id=demo-prevent",
                "entity-type=1",
                "entity-role=1",
                "address=127.0.0.1",
                "policy=x");

        assertThat(questions).allSatisfy(question -> {
            Answer answer = get(pat, "/fhir/AuditEvent?" + question, id);
            assertThat(answer.status()).as(question).isIn(400, 403);
            assertThat(answer.body()).as(question).doesNotContain("\"entry\"");
        });
        assertThat(get(pat, "/fhir/AuditEvent?" + questions.get(0), id).body())
                .isEqualTo(get(pat, "/fhir/AuditEvent?" + questions.get(1), id).body());
        assertThat(found("entity-id=" + id))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(patients(event)).doesNotContain("Patient/demo-prevent"));
        // The gate narrows a list of patients to the own one before the trail is asked.
        assertThat(pat.get("/fhir/AuditEvent?patient=demo-pat,demo-prevent").body())
                .doesNotContain("demo-prevent");
        assertThat(pat.get("/fhir/AuditEvent?patient=Patient/demo-pat&date=ge2020&outcome=0")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aPageOpensForWhoWasGivenIt() {
        get(alice(), "/fhir/Patient/demo-prevent", id());
        get(alice(), "/fhir/Patient/demo-prevent", id());
        JsonNode first = audrey().get("/fhir/AuditEvent?_count=1&agent=Practitioner/alice")
                .json();
        String next = StreamSupport.stream(first.path("link").spliterator(), false)
                .filter(link -> link.path("relation").asText().equals("next"))
                .findFirst()
                .map(link -> link.path("url").asText())
                .orElseThrow()
                .substring(RunningServer.base().length());
        get(alice(), "/fhir/Patient/demo-prevent", id());

        assertThat(next).doesNotContain("alice");
        JsonNode second = audrey().get(next).json();
        assertThat(second.at("/entry/0/resource/id").asText())
                .isNotEqualTo(first.at("/entry/0/resource/id").asText());
        assertThat(second.at("/entry/0/resource/recorded").asText())
                .isLessThanOrEqualTo(first.at("/entry/0/resource/recorded").asText());
        assertThat(Client.as("pat", "patient/AuditEvent.rs").get(next).status()).isEqualTo(400);
    }

    @Test
    void theLedgerCountsWhatAProxyCounts() {
        Map<Integer, Integer> proxy = new TreeMap<>();
        Map<Integer, Integer> ledger = new TreeMap<>();
        AuditEventTable table = RunningServer.bean(AuditEventTable.class);
        List<Client> clients = List.of(alice(), Client.anonymous(), Client.with("nonsense"), Client.as("root", ""));
        List<String> paths = List.of(
                "/fhir/Patient/demo-prevent",
                "/fhir/Patient?_count=3",
                "/fhir/Patient/nobody",
                "/fhir/Patient?colour=red",
                "/fhir/Nothing",
                "/fhir/metadata",
                "/fhir/$export",
                "/audit/export",
                "/nowhere");
        for (Client client : clients) {
            for (String path : paths) {
                String id = id();
                proxy.merge(get(client, path, id).status(), 1, Integer::sum);
                table.page(AuditSearch.all().entity(Set.of(id)), null, 200).stream()
                        .map(OpenedEvent::entry)
                        .filter(entry -> entry.context().part() == 1)
                        .forEach(entry -> ledger.merge(entry.httpStatus(), 1, Integer::sum));
            }
        }

        assertThat(proxy.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(clients.size() * paths.size());
        assertThat(ledger).isEqualTo(proxy);
    }

    @Test
    void nothingThatSomebodySendsStandsInTheTablesInTheClear() {
        String canary = "Canary7Trail";
        Client alice = alice();
        for (String path : List.of(
                "/fhir/Patient?family=" + canary + "%0d%0a%1b%5b31m%e2%80%ae",
                "/fhir/Patient?" + canary + "=1",
                "/fhir/Observation?patient=" + canary + "&code=http://loinc.org%7C" + canary,
                "/fhir/" + canary,
                "/fhir/Patient/" + canary,
                "/" + canary)) {
            alice.send(alice.request(path)
                    .header("User-Agent", canary)
                    .header("X-Forwarded-For", canary)
                    .header("X-Request-Id", canary + " with a space")
                    .GET());
        }
        alice.send(alice.request("/fhir/Patient").method(canary, HttpRequest.BodyPublishers.noBody()));
        Client.loader().put("/fhir/Patient/it-canary-7", """
                {"resourceType":"Patient","id":"it-canary-7","name":[{"family":"%s\\u001b[31m\\u202e"}]}""".formatted(canary));

        JdbcTemplate jdbc = RunningServer.bean(JdbcTemplate.class);
        List<String> tables = jdbc.queryForList(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'firewarden' AND tablename LIKE 'ledger%'",
                String.class);
        assertThat(tables)
                .hasSizeGreaterThan(5)
                .allSatisfy(table -> assertThat(jdbc.queryForObject(
                                "SELECT count(*) FROM firewarden." + table + " t WHERE t::text ILIKE '%" + canary
                                        + "%'",
                                Integer.class))
                        .as(table)
                        .isZero());
    }
}
