package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;

/** Consents against the running server, from the FHIR resource to the answer of a read and of a search. */
@Control({"164.508", "164.522(a)", "164.512(i)"})
class ConsentIT {

    private static final String RESOURCE_TYPES = "http://hl7.org/fhir/resource-types";
    private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private static final String REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private static final String STUDY = "http://hl7.org/fhir/StructureDefinition/workflow-researchStudy";

    private final Client loader = Client.loader();
    private final Client treating = Client.as("alice", "user/*.rs");
    private final Client paying = Client.as("alice", "user/*.rs", "HPAYMT");

    private void put(String reference, String body) {
        Answer answer = tryPut(reference, body);
        assertThat(answer.status()).as(answer::body).isIn(200, 201);
    }

    private Answer tryPut(String reference, String body) {
        String[] parts = reference.split("/", -1);
        String json = "{'resourceType': '%s', 'id': '%s', %s}".formatted(parts[0], parts[1], body);
        return loader.put("/fhir/" + reference, json.replace('\'', '"'));
    }

    private void putObservation(String id, String patient, String more) {
        put("Observation/" + id, """
                'status': 'final', 'code': {'coding': [{'system': 'http://loinc.org', 'code': '8302-2'}]},
                'subject': {'reference': 'Patient/%s'}%s
                """.formatted(patient, more));
    }

    private void putCondition(String id, String patient) {
        put(
                "Condition/" + id,
                "'code': {'coding': [{'system': 'http://snomed.info/sct', 'code': '38341003'}]},"
                        + " 'subject': {'reference': 'Patient/" + patient + "'}");
    }

    private static String consent(String scope, String patient, String provision) {
        return """
                'status': 'active',
                'scope': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/consentscope', 'code': '%s'}]},
                'category': [{'coding': [{'system': 'http://loinc.org', 'code': '59284-0'}]}],
                'patient': {'reference': 'Patient/%s'}, 'provision': {%s}
                """.formatted(scope, patient, provision);
    }

    private static String purpose(String code) {
        return "'purpose': [{'system': '" + REASON + "', 'code': '" + code + "'}]";
    }

    private static String ofClass(String type) {
        return "'class': [{'system': '" + RESOURCE_TYPES + "', 'code': '" + type + "'}]";
    }

    private static List<String> ids(Answer answer) {
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        for (JsonNode entry : answer.json().path("entry")) {
            ids.add(entry.path("resource").path("id").asText());
        }
        return ids;
    }

    @Test
    void aPermitWithinADenialShowsItsClassAndHidesTheRest() {
        put("Patient/it-nest", "'active': true");
        putObservation("it-nest-o", "it-nest", "");
        putCondition("it-nest-c", "it-nest");
        put(
                "Consent/it-nest",
                consent(
                        "patient-privacy",
                        "it-nest",
                        "'type': 'deny', " + purpose("HPAYMT") + ", 'provision': [{'type': 'permit', "
                                + ofClass("Condition") + "}]"));

        assertThat(paying.get("/fhir/Condition/it-nest-c").status()).isEqualTo(200);
        assertThat(paying.get("/fhir/Patient/it-nest").status()).isEqualTo(404);
        assertThat(ids(paying.get("/fhir/Condition?patient=it-nest"))).containsExactly("it-nest-c");
        assertThat(ids(paying.get("/fhir/Patient?_id=it-nest"))).isEmpty();
        assertThat(treating.get("/fhir/Observation/it-nest-o").status()).isEqualTo(200);
    }

    @Test
    void aDenialOfASensitivityHidesWhatBearsItEvenFromTreatment() {
        put("Patient/it-label", "'active': true");
        putObservation("it-label-open", "it-label", "");
        putObservation(
                "it-label-hidden",
                "it-label",
                ", 'meta': {'security': [{'system': '" + ACT_CODE + "', 'code': 'SDV'}]}");
        put(
                "Consent/it-label",
                consent(
                        "patient-privacy",
                        "it-label",
                        "'type': 'permit', 'provision': [{'type': 'deny', 'securityLabel': [{'system': '" + ACT_CODE
                                + "', 'code': 'SDV'}]}]"));

        assertThat(ids(treating.get("/fhir/Observation?patient=it-label"))).containsExactly("it-label-open");
        assertThat(treating.get("/fhir/Observation/it-label-hidden").status()).isEqualTo(404);
        assertThat(treating.get("/fhir/Observation/it-label-hidden/_history/1").status())
                .isEqualTo(404);
        assertThat(treating.get("/fhir/Patient/it-label").status()).isEqualTo(200);
    }

    @Test
    void aDenialOfATimeHidesWhatWasThen() {
        put("Patient/it-time", "'active': true");
        putObservation("it-time-before", "it-time", ", 'effectiveDateTime': '2025-02-28'");
        putObservation("it-time-within", "it-time", ", 'effectiveDateTime': '2025-03-31T23:00:00Z'");
        putObservation("it-time-month", "it-time", ", 'effectiveDateTime': '2025-03'");
        putObservation("it-time-none", "it-time", "");
        put(
                "Consent/it-time",
                consent(
                        "patient-privacy",
                        "it-time",
                        "'type': 'permit', 'provision': [{'type': 'deny', " + ofClass("Observation")
                                + ", 'dataPeriod': {'start': '2025-03', 'end': '2025-03'}}]"));

        assertThat(ids(treating.get("/fhir/Observation?patient=it-time"))).containsExactly("it-time-before");
    }

    @Test
    void aVisitPaidInFullIsHiddenFromPaymentWithWhatHangsOnIt() {
        put("Patient/it-paid", "'active': true");
        putCondition("it-paid-diagnosis", "it-paid");
        putCondition("it-paid-other", "it-paid");
        for (String encounter : List.of("it-paid-full", "it-paid-billed")) {
            String diagnosis = encounter.equals("it-paid-full") ? "it-paid-diagnosis" : "it-paid-other";
            put("Encounter/" + encounter, """
                    'status': 'finished', 'subject': {'reference': 'Patient/it-paid'},
                    'class': {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'AMB'},
                    'diagnosis': [{'condition': {'reference': 'Condition/%s'}}]
                    """.formatted(diagnosis));
            putObservation(encounter + "-o", "it-paid", ", 'encounter': {'reference': 'Encounter/" + encounter + "'}");
        }
        put(
                "Consent/it-paid",
                consent(
                        "patient-privacy",
                        "it-paid",
                        "'type': 'deny', " + purpose("HPAYMT")
                                + ", 'data': [{'meaning': 'related', 'reference': {'reference': 'Encounter/it-paid-full'}}]"));

        assertThat(ids(paying.get("/fhir/Encounter?patient=it-paid"))).containsExactly("it-paid-billed");
        assertThat(ids(paying.get("/fhir/Condition?patient=it-paid"))).containsExactly("it-paid-other");
        assertThat(paying.get("/fhir/Patient/it-paid").status()).isEqualTo(200);
        assertThat(ids(treating.get("/fhir/Encounter?patient=it-paid"))).hasSize(2);
        assertThat(ids(treating.get("/fhir/Condition?patient=it-paid"))).hasSize(2);
    }

    @Test
    void aWaiverOpensTheCohortOfItsStudyForItsPeopleWhileTheStudyIsOpen() {
        Client rita = Client.as("rita", "user/*.rs");
        put("Patient/it-waived", "'active': true");
        put("Practitioner/it-irb-chair", "'active': true");
        put("Practitioner/rita", "'active': true");
        put("ResearchStudy/it-study", "'status': 'in-review'");
        String waiver = """
                'status': 'active',
                'extension': [{'url': '%s', 'valueReference': {'reference': 'ResearchStudy/it-study'}}],
                'scope': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/consentscope', 'code': 'research'}]},
                'category': [{'coding': [{'system': 'https://firewarden.org/fhir/CodeSystem/consent-category',
                                          'code': 'research-waiver'}]}],
                'dateTime': '2026-01-15', 'policy': [{'authority': 'https://irb.example.org'}],
                'performer': [{'reference': 'Practitioner/it-irb-chair'}],
                'provision': {'type': 'permit', 'period': {%s},
                              'actor': [{'role': {'text': 'investigator'}, 'reference': {'reference': 'Practitioner/rita'}}]}
                """;
        String cohort = "'type': 'person', 'actual': %s, 'member': [{'entity': {'reference': 'Patient/%s'}}]";
        String subject = "'status': '%s', 'study': {'reference': 'ResearchStudy/it-study'},"
                + " 'individual': {'reference': 'Patient/it-waived'}";
        String enrolling = "'status': '%s', 'enrollment': [{'reference': 'Group/it-cohort'}]";
        put("Patient/it-not-waived", "'active': true");
        put("Group/it-cohort", cohort.formatted("true", "it-not-waived"));
        String path = "/fhir/Patient/it-waived";
        try {
            assertThat(tryPut("Consent/it-waiver", waiver.formatted(STUDY, "'start': '2026'"))
                            .status())
                    .isEqualTo(422);
            put("Consent/it-waiver", waiver.formatted(STUDY, "'start': '2020', 'end': '2099'"));
            assertThat(rita.get(path).status()).isEqualTo(404);
            put("ResearchStudy/it-study", enrolling.formatted("active"));
            assertThat(rita.get(path).status()).isEqualTo(404);
            assertThat(rita.get("/fhir/Patient/it-not-waived").status()).isEqualTo(200);
            put("Group/it-cohort", cohort.formatted("false", "it-waived"));
            assertThat(rita.get(path).status()).isEqualTo(404);
            put("Group/it-cohort", cohort.formatted("true", "it-waived"));
            assertThat(rita.get(path).status()).isEqualTo(200);
            assertThat(rita.get("/fhir/Patient/it-not-waived").status()).isEqualTo(404);
            assertThat(ids(rita.get("/fhir/Patient?_id=it-waived,it-not-waived")))
                    .containsExactly("it-waived");
            put("ResearchSubject/it-subject", subject.formatted("withdrawn"));
            assertThat(rita.get(path).status()).isEqualTo(404);
            put("ResearchSubject/it-subject", subject.formatted("on-study"));
            put("Group/it-cohort", cohort.formatted("true", "it-not-waived"));
            assertThat(rita.get(path).status()).isEqualTo(200);
            for (String own : List.of("Group/it-cohort", "ResearchSubject/it-own", "ResearchStudy/it-study")) {
                assertThat(Client.as("rita", "user/*.cruds")
                                .put(
                                        "/fhir/" + own,
                                        "{\"resourceType\": \"%s\", \"id\": \"%s\"}"
                                                .formatted(own.split("/", -1)[0], own.split("/", -1)[1]))
                                .status())
                        .isEqualTo(403);
            }
            assertThat(Client.as("alice", "user/*.cruds")
                            .delete("/fhir/Consent/it-waiver")
                            .status())
                    .isIn(403, 404);
            put("ResearchStudy/it-study", enrolling.formatted("completed"));
            assertThat(rita.get(path).status()).isEqualTo(404);
            put("ResearchStudy/it-study", enrolling.formatted("approved"));
            assertThat(rita.get(path).status()).isEqualTo(200);
            put("Consent/it-waiver", waiver.formatted(STUDY, "'start': '2020', 'end': '2021'"));
            assertThat(rita.get(path).status()).isEqualTo(404);
        } finally {
            loader.delete("/fhir/Consent/it-waiver");
        }
    }

    @Test
    void whatContradictsItselfIsRefusedWithEachProblem() {
        put("Patient/it-bad", "'active': true");

        Answer answer = tryPut(
                "Consent/it-bad",
                consent(
                        "patient-privacy",
                        "it-bad",
                        "'type': 'deny', 'provision': [{}, {'type': 'permit', " + ofClass("Observations")
                                + "}, {'type': 'permit', " + purpose("FUN") + "}]"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("consent-contradiction", "consent-class-unknown", "consent-purpose-unknown");
        assertThat(loader.get("/fhir/Consent/it-bad").status()).isEqualTo(404);
    }
}
