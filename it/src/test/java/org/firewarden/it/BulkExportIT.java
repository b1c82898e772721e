package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.control.Control;
import org.firewarden.it.BulkClient.Export;
import org.firewarden.it.Client.Answer;
import org.firewarden.job.JobFailedException;
import org.firewarden.job.JobKind;
import org.firewarden.job.JobResult;
import org.firewarden.ledger.event.OpenedEvent;
import org.firewarden.ledger.search.AuditEventTable;
import org.firewarden.ledger.search.AuditSearch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bulk export as a hospital's own system gets it: kick-off, status, files, and their end (FHIR Bulk Data Access 2.0.0). */
@Control({"164.312(a)(1)", "164.312(b)", "164.502(b)"})
class BulkExportIT {

    private static final BulkClient LOADER = new BulkClient(Client.loader());
    private static final BulkClient QUINN = new BulkClient(Client.as("quinn", "user/*.rs"));

    @BeforeAll
    static void writeTheRecords() {
        BulkClient.record("it-bulk-ann", "44054006");
        BulkClient.record("it-bulk-bob", "44054006");
        BulkClient.record("it-bulk-cid", "44054006");
        BulkClient.deny("it-bulk-cid");
        BulkClient.group("it-bulk", "it-bulk-ann", "it-bulk-bob", "it-bulk-cid");
        BulkClient.group("it-bulk-closed", "it-bulk-cid");
    }

    private static List<OpenedEvent> events(String entity) {
        return RunningServer.bean(AuditEventTable.class).page(AuditSearch.all().entity(Set.of(entity)), null, 100);
    }

    @Test
    void theMembersOfAGroupLeaveButWhoDeniesIt() {
        Export export = LOADER.export("/fhir/Group/it-bulk/$export?_type=Patient,Observation,Condition");

        JsonNode manifest = export.manifest();
        assertThat(manifest.path("requiresAccessToken").asBoolean()).isTrue();
        assertThat(manifest.path("request").asText()).endsWith("/fhir/Group/it-bulk/$export");
        assertThat(manifest.path("transactionTime").asText()).isNotEmpty();
        assertThat(manifest.path("error")).isEmpty();
        assertThat(export.status().header("Expires")).isNotEmpty();
        Map<String, List<JsonNode>> files = LOADER.files(manifest);
        assertThat(files).containsOnlyKeys("Patient", "Observation", "Condition");
        assertThat(BulkClient.ids(files.getOrDefault("Patient", List.of())))
                .containsExactly("it-bulk-ann", "it-bulk-bob");
        assertThat(BulkClient.ids(files.getOrDefault("Observation", List.of())))
                .containsExactly("it-bulk-ann-o", "it-bulk-bob-o");
        assertThat(files.getOrDefault("Patient", List.of())
                        .get(0)
                        .at("/name/0/family")
                        .asText())
                .isEqualTo("Bulkfamily");
    }

    @Test
    void whatThePolicyHidesIsInNoFile() {
        Export export = QUINN.export("/fhir/Group/it-bulk/$export?_type=Patient,Condition&_elements=name,telecom,code");

        Map<String, List<JsonNode>> files = QUINN.files(export.manifest());
        assertThat(files.getOrDefault("Patient", List.of())).hasSize(2);
        assertThat(files.toString())
                .contains("44054006")
                .doesNotContain("Bulkfamily", "Bulkgiven", "MRN-it-bulk", "555-01", "Bulknote", "Bulkdisplay");
        JsonNode meta = files.getOrDefault("Patient", List.of()).get(0).path("meta");
        assertThat(meta.path("tag").toString()).contains("SUBSETTED");
        assertThat(meta.path("security").toString()).contains("REDACTED");
    }

    @Test
    void elementsThatAreNotWantedStayBehind() {
        Export export = LOADER.export("/fhir/Group/it-bulk/$export?_type=Patient,Observation&_elements=Patient.gender");

        Map<String, List<JsonNode>> files = LOADER.files(export.manifest());
        JsonNode patient = files.getOrDefault("Patient", List.of()).get(0);
        Set<String> fields = new TreeSet<>();
        patient.fieldNames().forEachRemaining(fields::add);
        assertThat(fields).containsExactly("gender", "id", "meta", "resourceType");
        assertThat(patient.at("/meta/tag").toString()).contains("SUBSETTED");
        assertThat(files.getOrDefault("Observation", List.of())
                        .get(0)
                        .path("valueQuantity")
                        .isObject())
                .isTrue();
    }

    @Test
    void aFilterNarrowsItsOwnTypeAndSinceNarrowsAll() {
        Export filtered = LOADER.export(
                "/fhir/Group/it-bulk/$export?_type=Patient,Condition&_typeFilter=Condition%3Fcode%3D1234567");
        assertThat(LOADER.files(filtered.manifest())).containsOnlyKeys("Patient");

        Export later = LOADER.export("/fhir/Group/it-bulk/$export?_type=Patient&_since=2199-01-01T00:00:00Z");
        assertThat(later.manifest().path("output")).isEmpty();
        assertThat(events(later.id()).stream()
                        .filter(event -> !event.entry().patientIds().isEmpty()))
                .isEmpty();
    }

    @Test
    void theWholeSystemAndSomePatients() {
        Export system = LOADER.export("/fhir/$export?_type=Practitioner");
        assertThat(BulkClient.ids(LOADER.files(system.manifest()).getOrDefault("Practitioner", List.of())))
                .contains("alice");

        Export some = LOADER.accepted(LOADER.post("/fhir/Patient/$export", """
                {"resourceType": "Parameters", "parameter": [{"name": "_type", "valueString": "Patient"},
                  {"name": "patient", "valueReference": {"reference": "Patient/it-bulk-bob"}},
                  {"name": "patient", "valueReference": {"reference": "Patient/it-bulk-cid"}},
                  {"name": "patient", "valueReference": {"reference": "Patient/it-bulk-nobody"}}]}
                """));
        assertThat(BulkClient.ids(LOADER.files(some.manifest()).getOrDefault("Patient", List.of())))
                .containsExactly("it-bulk-bob");
    }

    @Test
    void whatALabelHidesInBulkStaysBehindThoughItCanBeReadOneByOne() {
        String psychotherapy = "it-bulk-psy";
        BulkClient.record(psychotherapy, "44054006");
        BulkClient.labelled(psychotherapy, "PSYTHPN");
        BulkClient.group("it-bulk-psy", psychotherapy);
        assertThat(Client.loader().get("/fhir/Observation/it-bulk-psy-secret").status())
                .isEqualTo(200);

        Export export = LOADER.export("/fhir/Group/it-bulk-psy/$export?_type=Patient,Observation");

        assertThat(BulkClient.ids(LOADER.files(export.manifest()).getOrDefault("Observation", List.of())))
                .containsExactly("it-bulk-psy-o");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "alice; user/*.rs; TREAT",
                "alice; user/*.rs; HOPERAT",
                "rita; user/*.rs; HRESCH",
                "pat; patient/*.rs; PATRQT",
                "bill; user/*.rs; HPAYMT",
                "audrey; user/*.rs; HOPERAT",
                "root; ''; HOPERAT",
                "max; user/*.rs; HOPERAT"
            })
    void whoseTokenNoPolicyGivesBulkGetsNone(String user, String scope, String purpose) {
        BulkClient client = new BulkClient(Client.as(user, scope, purpose));
        for (String path : List.of("/fhir/$export", "/fhir/Patient/$export", "/fhir/Group/it-bulk/$export")) {
            for (Answer answer :
                    List.of(client.kickOff(path), client.post(path, "{\"resourceType\": \"Parameters\"}"))) {
                assertThat(answer.status()).as(answer::body).isEqualTo(403);
                assertThat(answer.header("Content-Location")).isEmpty();
            }
        }
    }

    @Test
    void aScopeThatDoesNotReachATypeOpensNothing() {
        assertThat(new BulkClient(Client.as("loader", "system/Patient.rs system/Observation.rs"))
                        .kickOff("/fhir/Group/it-bulk/$export?_type=Condition")
                        .status())
                .isEqualTo(403);
        assertThat(new BulkClient(Client.as("loader", "system/Patient.r"))
                        .kickOff("/fhir/Group/it-bulk/$export?_type=Patient")
                        .status())
                .isEqualTo(403);
        BulkClient narrow = new BulkClient(Client.as("loader", "system/Patient.rs system/Observation.rs"));
        assertThat(narrow.files(narrow.export("/fhir/Group/it-bulk/$export").manifest()))
                .containsOnlyKeys("Patient", "Observation");
    }

    @Test
    void aFilterOverAHiddenElementIsRefusedWithAllElseThatIsWrongFirst() {
        Answer hidden =
                QUINN.kickOff("/fhir/Group/it-bulk/$export?_type=Patient&_typeFilter=Patient%3Ffamily%3DBulkfamily");
        assertThat(hidden.status()).as(hidden::body).isEqualTo(403);
        assertThat(hidden.problem()).isEqualTo("query-closed");

        Answer wrong = LOADER.kickOff("/fhir/Group/it-bulk/$export?_type=Patient,Nonsense&_since=yesterday&_other=1"
                + "&_outputFormat=csv&_typeFilter=nonsense&patient=Patient/it-bulk-ann");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().path("issue").findValuesAsText("code"))
                .contains(
                        "parameter-unknown",
                        "since-invalid",
                        "format-unknown",
                        "filter-invalid",
                        "patient-misplaced",
                        "type-unknown");
        Answer elements = LOADER.kickOff("/fhir/Group/it-bulk/$export?_type=Patient&_elements=nonsense");
        assertThat(elements.problem()).isEqualTo("elements-invalid");
        assertThat(Client.loader()
                        .get("/fhir/Group/it-bulk/$export?_type=Patient")
                        .problem())
                .isEqualTo("prefer-missing");
    }

    @Test
    void aLenientClientIsSpared() {
        Client client = Client.loader();
        Answer answer = client.send(client.request("/fhir/Group/it-bulk/$export?_type=Patient&_other=1")
                .header("Prefer", "respond-async, handling=lenient")
                .GET());
        assertThat(answer.status()).as(answer::body).isEqualTo(202);
        LOADER.accepted(answer).manifest();
    }

    @Test
    void aGroupOfHiddenMembersIsNotThere() {
        Answer closed = LOADER.kickOff("/fhir/Group/it-bulk-closed/$export?_type=Patient");
        Answer absent = LOADER.kickOff("/fhir/Group/it-bulk-nowhere/$export?_type=Patient");
        assertThat(closed.status()).isEqualTo(404);
        assertThat(absent.status()).isEqualTo(404);
        assertThat(closed.json().at("/issue/0/details")).isEqualTo(absent.json().at("/issue/0/details"));
    }

    @Test
    void anotherCallersJobAndFilesAreNotThere() {
        Export export = LOADER.export("/fhir/Group/it-bulk/$export?_type=Patient");
        String file = BulkClient.path(export.manifest().at("/output/0/url").asText());

        for (Client other : List.of(Client.as("quinn", "user/*.rs"), Client.as("alice", "user/*.rs"))) {
            assertThat(other.get(export.location()).status()).isEqualTo(404);
            assertThat(other.delete(export.location()).status()).isEqualTo(404);
            assertThat(other.get(file).status()).isEqualTo(404);
        }
        assertThat(Client.anonymous().get(file).status()).isIn(401, 404);
        assertThat(Client.as("loader", "system/Observation.rs").get(file).status())
                .isEqualTo(403);
        assertThat(Client.loader().get(file).status()).isEqualTo(200);
        assertThat(Client.loader()
                        .get(file.replace("Patient.ndjson", "Condition.ndjson"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whoDeletesTheJobDestroysItsFiles() {
        Export export = LOADER.export("/fhir/Group/it-bulk/$export?_type=Patient");
        String file = BulkClient.path(export.manifest().at("/output/0/url").asText());

        assertThat(Client.loader().delete(export.location()).status()).isEqualTo(202);

        assertThat(Client.loader().get(export.location()).status()).isEqualTo(404);
        assertThat(Client.loader().get(file).status()).isEqualTo(404);
    }

    @Test
    void theLedgerKnowsWhoseDataLeft() {
        Export export = LOADER.export("/fhir/Group/it-bulk/$export?_type=Patient,Observation");
        LOADER.files(export.manifest());

        Map<String, Integer> kinds = new HashMap<>();
        Set<String> shown = new TreeSet<>();
        events(export.id()).forEach(event -> {
            kinds.merge(event.entry().interaction(), 1, Integer::sum);
            if (event.entry().httpStatus() == 200) {
                shown.addAll(event.entry().patientIds());
            }
        });
        assertThat(kinds).containsEntry("export-completion", 1).containsEntry("export-download", 2);
        assertThat(kinds.get("$export")).isGreaterThanOrEqualTo(3);
        assertThat(shown).containsExactly("it-bulk-ann", "it-bulk-bob");
        assertThat(events(export.job()))
                .anySatisfy(event -> assertThat(event.entry().interaction()).isEqualTo("export-kick-off"));
    }

    @Test
    void aConsentThatIsWithdrawnWhileTheJobWorksTakesEffect() throws Exception {
        List<String> members = List.of("it-bulk-run-1", "it-bulk-run-2", "it-bulk-run-3");
        members.forEach(id -> BulkClient.record(id, "44054006"));
        BulkClient.group("it-bulk-run", members.toArray(String[]::new));
        List<Integer> steps = new ArrayList<>();
        BulkJobRun run = new BulkJobRun(parameters("it-bulk-run"), Role.INTERFACE_ENGINE, PurposeOfUse.HOPERAT, () -> {
            steps.add(1);
            if (steps.size() == 5) {
                // Read already, and not released yet.
                BulkClient.deny("it-bulk-run-1");
            }
        });

        JobResult result = job().run(run);

        assertThat(steps).hasSizeGreaterThan(5);
        assertThat(result.facts()).containsEntry("patients", 2.0).containsEntry("resources", 2.0);
    }

    @Test
    void aRoleWithoutBulkMakesNoExportEvenIfAJobIsThere() {
        BulkJobRun run = new BulkJobRun(parameters("it-bulk"), Role.RESEARCHER, PurposeOfUse.HRESCH, () -> {});

        assertThatThrownBy(() -> job().run(run)).isInstanceOf(JobFailedException.class);
    }

    private static ObjectNode parameters(String group) {
        ObjectNode parameters =
                Client.JSON.createObjectNode().put("group", group).put("url", "test");
        parameters.putArray("types").add("Patient");
        return parameters;
    }

    private static JobKind job() {
        return RunningServer.beans(JobKind.class).stream()
                .filter(kind -> kind.name().equals("export"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theCapabilityStatementSaysIt() {
        JsonNode statement = Client.anonymous().get("/fhir/metadata").json();
        assertThat(statement.at("/rest/0/operation").toString())
                .contains("\"name\":\"export\"", "OperationDefinition/export");
        for (JsonNode resource : statement.at("/rest/0/resource")) {
            boolean isOffered =
                    Set.of("Patient", "Group").contains(resource.path("type").asText());
            assertThat(resource.path("operation").findValuesAsText("name").contains("export"))
                    .isEqualTo(isOffered);
        }
    }
}
