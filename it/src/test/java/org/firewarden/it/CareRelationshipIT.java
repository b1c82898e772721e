package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.firewarden.control.Control;
import org.firewarden.gate.relationship.RelationshipBackfill;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A clinician sees who is in the own care, and nobody who is in another's. */
@Control("164.308(a)(4)")
class CareRelationshipIT {

    private static final String OTHERS_GP = "\"generalPractitioner\": [{\"reference\": \"Practitioner/alice\"}]";

    private static Client cody() {
        return Client.as("cody", "user/*.cruds");
    }

    private static void put(String type, String id, String content) {
        Answer answer = Client.loader().put("/fhir/" + type + "/" + id, """
                        {"resourceType": "%s", "id": "%s", %s}
                        """.formatted(type, id, content));
        assertThat(answer.status()).as(answer::body).isIn(200, 201);
    }

    /** A patient of alice's with an observation. */
    private static String patientOfAlice(String id) {
        put("Patient", id, OTHERS_GP);
        put("Observation", id, """
                "status": "final", "code": {"text": "weight"}, "subject": {"reference": "Patient/%s"}
                """.formatted(id));
        return id;
    }

    private static void assertOpen(String id) {
        assertThat(cody().get("/fhir/Patient/" + id).status()).isEqualTo(200);
        assertThat(cody().get("/fhir/Observation/" + id).status()).isEqualTo(200);
        assertThat(cody().get("/fhir/Observation?patient=" + id).json().path("entry"))
                .hasSize(1);
    }

    private static void assertHidden(String id) {
        Answer hidden = cody().get("/fhir/Patient/" + id);
        Answer absent = cody().get("/fhir/Patient/it-care-absent");
        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.body().replaceAll("X-Request-Id: [^\"]*", ""))
                .isEqualTo(absent.body().replaceAll("X-Request-Id: [^\"]*", ""));
        assertThat(cody().get("/fhir/Observation/" + id).status()).isEqualTo(404);
        assertThat(cody().get("/fhir/Observation?patient=" + id).json().path("entry"))
                .isEmpty();
        assertThat(cody().get("/fhir/Patient/" + id + "/$everything").status()).isEqualTo(404);
        assertThat(cody().get("/fhir/Patient/" + id + "/_history").status()).isEqualTo(404);
    }

    @Test
    void aliceTakesCareOfTheDemosPatientsAndCodyOfHisPracticesOnly() {
        Client alice = Client.as("alice", "user/*.rs");
        for (String patient : new String[] {"demo-prevent", "demo-pat", "demo-over89", "demo-denied"}) {
            assertThat(alice.get("/fhir/Patient/" + patient).status()).isEqualTo(200);
        }
        assertThat(cody().get("/fhir/Patient/demo-pat").status()).isEqualTo(200);
        for (String patient : new String[] {"demo-prevent", "demo-over89", "demo-denied"}) {
            assertThat(cody().get("/fhir/Patient/" + patient).status())
                    .as(patient)
                    .isEqualTo(404);
        }
        assertThat(cody().get("/fhir/Patient?_count=50").body()).doesNotContain("demo-prevent", "demo-denied");
    }

    @Test
    void aPatientInNobodysCareIsOpenToEachClinician() {
        put("Patient", "it-care-nobody", "\"active\": true");

        assertThat(cody().get("/fhir/Patient/it-care-nobody").status()).isEqualTo(200);
    }

    @Test
    void theGeneralPractitionerSeesThePatientAsLongAsHeIs() {
        String id = patientOfAlice("it-care-gp");
        assertHidden(id);

        put("Patient", id, "\"generalPractitioner\": [{\"reference\": \"Practitioner/cody\"}]");
        assertOpen(id);
        assertThat(Client.as("alice", "user/*.rs").get("/fhir/Patient/" + id).status())
                .isEqualTo(404);

        put("Patient", id, OTHERS_GP);
        assertHidden(id);
    }

    @Test
    void aMemberOfTheCareTeamSeesThePatientUntilTheTeamIsGone() {
        String id = patientOfAlice("it-care-team");
        String team = """
                "status": "%s", "subject": {"reference": "Patient/it-care-team"}, "period": {"end": "%s"},
                "participant": [{"member": {"reference": "PractitionerRole/cody"}}]
                """;
        put("CareTeam", id, team.formatted("active", "2999-01-01"));
        assertOpen(id);

        put("CareTeam", id, team.formatted("suspended", "2999-01-01"));
        assertHidden(id);
        put("CareTeam", id, team.formatted("active", "2020-01-01"));
        assertHidden(id);
        put("CareTeam", id, team.formatted("active", "2999-01-01"));
        assertOpen(id);
        assertThat(Client.loader().delete("/fhir/CareTeam/" + id).status()).isEqualTo(200);
        assertHidden(id);
    }

    @Test
    void anEncounterAtTheOwnPracticeOpensThePatientForAYear() {
        String id = patientOfAlice("it-care-encounter");
        String encounter = """
                "status": "%s", "class": {"code": "AMB"}, "subject": {"reference": "Patient/it-care-encounter"},
                "serviceProvider": {"reference": "Organization/a6fb79e7-4abb-3a68-b62d-e501427fdca4"}, "period": {%s}
                """;
        put("Encounter", id, encounter.formatted("in-progress", "\"start\": \"2026-01-01\""));
        assertOpen(id);
        put("Encounter", id, encounter.formatted("finished", "\"end\": \"2001-01-01\""));
        assertHidden(id);
        put("Encounter", id, encounter.formatted("cancelled", "\"start\": \"2026-01-01\""));
        assertHidden(id);
    }

    @Test
    void whoWorksInAPartOfTheOrganizationWorksForAllOfIt() {
        put("Organization", "it-care-whole", "\"name\": \"whole\"");
        put("Organization", "it-care-part", "\"partOf\": {\"reference\": \"Organization/it-care-whole\"}");
        put("Patient", "it-care-org", "\"generalPractitioner\": [{\"reference\": \"Organization/it-care-whole\"}]");
        assertThat(cody().get("/fhir/Patient/it-care-org").status()).isEqualTo(404);

        String role = """
                "active": %s, "practitioner": {"reference": "Practitioner/cody"},
                "organization": {"reference": "Organization/it-care-part"}
                """;
        put("PractitionerRole", "it-care-cody", role.formatted("true"));
        assertThat(cody().get("/fhir/Patient/it-care-org").status()).isEqualTo(200);
        put("PractitionerRole", "it-care-cody", role.formatted("false"));
        assertThat(cody().get("/fhir/Patient/it-care-org").status()).isEqualTo(404);
    }

    @Test
    void nobodyTakesAPatientIntoTheOwnCareFromOutside() {
        String id = patientOfAlice("it-care-outside");
        String team = """
                {"resourceType": "CareTeam", "status": "active", "subject": {"reference": "Patient/%s"},
                 "participant": [{"member": {"reference": "Practitioner/cody"}}]}
                """;
        assertThat(cody().post("/fhir/CareTeam", team.formatted(id)).status()).isEqualTo(403);
        String encounter = """
                {"resourceType": "Encounter", "status": "in-progress", "class": {"code": "AMB"},
                 "subject": {"reference": "Patient/%s"}, "participant": [{"individual": {"reference": "Practitioner/cody"}}]}
                """;
        Answer ofHidden = cody().post("/fhir/Encounter", encounter.formatted(id));
        Answer ofAbsent = cody().post("/fhir/Encounter", encounter.formatted("it-care-absent"));
        assertThat(ofHidden.status()).as(ofHidden::body).isEqualTo(422);
        assertThat(ofHidden.problem()).isEqualTo(ofAbsent.problem());
        assertThat(cody().post(
                                "/fhir/CareTeam",
                                "{\"resourceType\": \"CareTeam\", \"status\": \"active\", \"participant\":"
                                        + " [{\"member\": {\"reference\": \"Practitioner/cody\"}}]}")
                        .status())
                .isEqualTo(403);
        assertThat(cody().put(
                                "/fhir/PractitionerRole/cody",
                                "{\"resourceType\": \"PractitionerRole\", \"id\": \"cody\"}")
                        .status())
                .isEqualTo(403);
        put("Patient", "it-care-own", "\"generalPractitioner\": [{\"reference\": \"Practitioner/cody\"}]");
        assertThat(cody().put("/fhir/Patient/it-care-own", """
                        {"resourceType": "Patient", "id": "it-care-own",
                         "generalPractitioner": [{"reference": "Practitioner/cody"}],
                         "link": [{"other": {"reference": "Patient/%s"}, "type": "seealso"}]}
                        """.formatted(id)).status())
                .isEqualTo(422);
        assertHidden(id);
    }

    @Test
    void whatWasStoredBeforeThereWereTheseTablesIsReadIntoThem() {
        String id = patientOfAlice("it-care-before");
        JdbcTemplate jdbc = RunningServer.bean(JdbcTemplate.class);
        jdbc.update("DELETE FROM firewarden.caregiver WHERE patient_id = ?", id);
        assertThat(cody().get("/fhir/Patient/" + id).status()).isEqualTo(200);

        RunningServer.bean(RelationshipBackfill.class).runOnce();
        assertThat(cody().get("/fhir/Patient/" + id).status()).isEqualTo(200);
        jdbc.update("DELETE FROM firewarden.care_backfill");
        RunningServer.bean(RelationshipBackfill.class).runOnce();
        assertHidden(id);
    }

    @Test
    void linkedRecordsShareTheirConsentsAndACircleOfThemHarmsNobody() {
        String consent = """
                "status": "%s", "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
                                                      "code": "patient-privacy"}]},
                "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                "patient": {"reference": "Patient/it-care-link-b"}, "provision": {"type": "deny"}
                """;
        put("Patient", "it-care-link-a", "\"active\": true");
        put("Patient", "it-care-link-b", link("it-care-link-a"));
        put("Patient", "it-care-link-c", link("it-care-link-b"));
        put("Patient", "it-care-link-a", link("it-care-link-c"));
        put("Consent", "it-care-link", consent.formatted("active"));
        Client payer = Client.as("alice", "user/*.rs", "HPAYMT");

        for (String id : new String[] {"a", "b", "c"}) {
            assertThat(payer.get("/fhir/Patient/it-care-link-" + id).status()).isEqualTo(404);
            assertThat(Client.as("alice", "user/*.rs")
                            .get("/fhir/Patient/it-care-link-" + id)
                            .status())
                    .isEqualTo(200);
        }
        put("Consent", "it-care-link", consent.formatted("inactive"));
        assertThat(payer.get("/fhir/Patient/it-care-link-a").status()).isEqualTo(200);
    }

    private static String link(String other) {
        return "\"link\": [{\"other\": {\"reference\": \"Patient/%s\"}, \"type\": \"seealso\"}]".formatted(other);
    }
}
