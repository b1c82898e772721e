package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.firewarden.control.Control;
import org.firewarden.it.BulkClient.Export;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Ways around the gate by bulk export: canaries of who denies it, of what is masked, and of what lies at rest. */
@Control({"164.312(a)(1)", "164.312(a)(2)(iv)"})
class BulkExportAttackIT {

    private static final BulkClient LOADER = new BulkClient(Client.loader());
    private static final BulkClient QUINN = new BulkClient(Client.as("quinn", "user/*.rs"));

    /** What quality must not learn of anybody, in whatever way it asks. */
    private static final String[] MASKED = {
        "Bulkfamily", "Bulkgiven", "MRN-it-bulka", "555-0123", "Bulknote", "Bulkdisplay"
    };

    @BeforeAll
    static void writeTheRecords() {
        BulkClient.record("it-bulka-open", "44054006");
        BulkClient.record("it-bulka-shut", "38341003");
        BulkClient.deny("it-bulka-shut");
        BulkClient.group("it-bulka", "it-bulka-open", "it-bulka-shut");
    }

    /** As the client may try; what is refused is refused, and what is accepted holds none of the canaries. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Group/it-bulka/$export",
                "/fhir/Group/it-bulka/$export?_type=Patient,Observation,Condition",
                "/fhir/Group/it-bulka/$export?_elements=name,identifier,telecom,note,subject,contained,text",
                "/fhir/Group/it-bulka/$export?_type=Condition&_elements=Condition.note",
                "/fhir/Group/it-bulka/$export?_type=Patient&_typeFilter=Patient%3Fgender%3Dfemale",
                "/fhir/Group/it-bulka/$export?_type=Patient&_typeFilter=Patient%3Fname%3DBulkfamily",
                "/fhir/Group/it-bulka/$export?_type=Patient&_typeFilter=Patient%3Fidentifier%3DMRN-it-bulka-open",
                "/fhir/Group/it-bulka/$export?_type=Condition&_typeFilter=Condition%3Fsubject:Patient.name%3DBulkfamily",
                "/fhir/Group/it-bulka/$export?_type=Patient&_typeFilter=Patient%3F_has:Condition:subject:code%3D38341003",
                "/fhir/Group/it-bulka/$export?_type=Condition&_typeFilter=Condition%3F_include%3D*",
                "/fhir/Group/it-bulka/$export?_type=Condition&_typeFilter=Condition%3F_filter%3Dcode%20eq%20x",
                "/fhir/Group/it-bulka/$export?_type=Consent",
                "/fhir/Group/it-bulka/$export?_type=AuditEvent",
                "/fhir/Group/it-bulka/$export?_type=Binary",
                "/fhir/Group/it-bulka/$export?_type=Patient&_typeFilter=Patient%3F_id%3Dit-bulka-shut"
            })
    void noFileHoldsACanary(String path) {
        for (BulkClient client : List.of(QUINN, LOADER)) {
            Answer answer = client.kickOff(path);
            assertThat(answer.body()).doesNotContain("it-bulka-shut", "38341003");
            if (answer.status() != 202) {
                assertThat(answer.status()).as(answer::body).isIn(400, 403);
                continue;
            }
            Export export = client.accepted(answer);
            String all = export.status().body() + client.files(export.manifest());
            assertThat(all).doesNotContain("it-bulka-shut", "38341003");
            if (client.equals(QUINN)) {
                assertThat(all).doesNotContain(MASKED);
            }
        }
    }

    @Test
    void whatIsThereAndWhatIsNotAreAskedForAlike() {
        for (String[] pair : List.of(
                new String[] {"/fhir/Patient/$export", "it-bulka-shut", "it-bulka-void"},
                new String[] {"/fhir/Group/it-bulka/$export", "it-bulka-shut", "it-bulka-void"})) {
            List<String> answers = Stream.of(pair[1], pair[2])
                    .map(id -> {
                        Export export = LOADER.accepted(LOADER.post(pair[0], """
                                {"resourceType": "Parameters", "parameter": [{"name": "_type", "valueString": "Patient"},
                                  {"name": "patient", "valueReference": {"reference": "Patient/%s"}}]}
                                """.formatted(id)));
                        return export.manifest().path("output") + " "
                                + export.manifest().path("error");
                    })
                    .toList();
            assertThat(answers.get(0)).isEqualTo(answers.get(1)).isEqualTo("[] []");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Observation/$export",
                "/fhir/Patient/it-bulka-open/$export",
                "/fhir/Group/$export",
                "/fhir/$export-poll-status?_jobId=1",
                "/fhir/$import"
            })
    void otherAddressesAreNotOffered(String path) {
        for (Answer answer : List.of(LOADER.kickOff(path), LOADER.post(path, "{\"resourceType\": \"Parameters\"}"))) {
            assertThat(answer.status()).as(answer::body).isEqualTo(403);
            assertThat(answer.problem()).isEqualTo("bulk-data-not-offered");
        }
    }

    @Test
    void whatLiesAtRestIsSealed() {
        Export export = LOADER.export("/fhir/Group/it-bulka/$export?_type=Patient,Condition");
        JdbcTemplate jdbc = RunningServer.bean(JdbcTemplate.class);

        assertThat(LOADER.files(export.manifest()).toString()).contains("Bulkfamily");
        for (String table : List.of("bulk_export", "bulk_export_part", "bulk_export_subject", "job")) {
            List<String> rows = new ArrayList<>();
            for (Map<String, Object> row : jdbc.queryForList("SELECT t::text AS row FROM firewarden." + table + " t")) {
                rows.add(String.valueOf(row.get("row")));
            }
            String hex = String.join("\n", rows);
            assertThat(hex).doesNotContain("Bulkfamily", "it-bulka-open", hex("Bulkfamily"), hex("it-bulka-open"));
        }
        assertThat(jdbc.queryForObject("SELECT count(*) FROM firewarden.bulk_export_part", Integer.class))
                .isPositive();
    }

    private static String hex(String text) {
        StringBuilder hex = new StringBuilder();
        text.chars().forEach(character -> hex.append(String.format("%02x", character)));
        return hex.toString();
    }

    @Test
    void aFileThatWasCutOrMovedDoesNotEndWell() {
        Export export = LOADER.export("/fhir/Group/it-bulka/$export?_type=Patient,Condition");
        JdbcTemplate jdbc = RunningServer.bean(JdbcTemplate.class);
        String id = export.id().replace("Export/", "");
        jdbc.update(
                "UPDATE firewarden.bulk_export_part SET type = 'Condition', part = 7 WHERE export_id = ?::uuid AND type ="
                        + " 'Patient'",
                id);

        for (String type : List.of("Patient", "Condition")) {
            String file = "/exports/" + id + "/files/" + type + ".ndjson";
            boolean isWhole;
            try {
                isWhole = Client.loader().get(file).status() == 200;
            } catch (AssertionError e) {
                // The connection ended before the answer did.
                isWhole = false;
            }
            assertThat(isWhole).as(type).isFalse();
        }
    }
}
