package org.firewarden.cds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firewarden.cds.TestEndpoint.EHR;
import static org.firewarden.cds.TestEndpoint.MODEL;
import static org.firewarden.cds.TestEndpoint.OWN_RECORD;
import static org.firewarden.cds.TestEndpoint.RECORDS;
import static org.firewarden.cds.TestEndpoint.SERVICE;
import static org.firewarden.cds.TestEndpoint.SLOW_EHR;
import static org.firewarden.cds.TestEndpoint.call;
import static org.firewarden.cds.TestEndpoint.feedback;
import static org.firewarden.cds.TestEndpoint.hook;
import static org.firewarden.cds.TestEndpoint.override;
import static org.firewarden.cds.TestEndpoint.supplied;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.firewarden.cds.TestEndpoint.Answer;
import org.firewarden.cds.service.FixedModel;
import org.firewarden.model.risk.RiskAnswer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What keeps a clinician from a wrong, late or unproven card. */
class CdsSafetyIT {

    private static final String PATIENT = "https://ehr.example/fhir/Patient/17";
    private static final String OBSERVATIONS =
            "https://ehr.example/fhir/Observation?patient=17&code=http://loinc.org%7C8480-6";

    @BeforeEach
    void reset() {
        TestEndpoint.reset();
        TestOutbound.DOCUMENTS.each.clear();
        TestOutbound.DOCUMENTS.asked.clear();
    }

    @Test
    @HookRequirement({27, 77})
    void whoIsTooSlowGivesNoCardAndTheLedgerSaysSo() {
        Answer answer = call(EHR.bearer(SERVICE), hook("slow", "{}"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasToString("{\"cards\":[]}");
        assertThat(answer.entry().details()).containsEntry("no-card", "out-of-time");
        assertThat(answer.entry().entities()).isEmpty();
    }

    @Test
    void whatIsDisabledWhileItRunsIsNeitherShownNorStored() {
        MODEL.disableWhenAsked();
        Answer answer = call(EHR.bearer(SERVICE), hook("known", "{}"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasToString("{\"cards\":[]}");
        assertThat(answer.entry().details()).containsEntry("no-card", "model-disabled");
        assertThat(answer.entry().entities()).isEmpty();
    }

    @Test
    void aSilentVersionRunsIsStoredAndIsShownToNobody() {
        MODEL.addSilentVersions();
        Answer answer = call(EHR.bearer(SERVICE), hook("known", "{}"));
        assertThat(answer.body().path("cards")).hasSize(1);
        assertThat(answer.body().toString()).contains("14.7%").doesNotContain("90.0%", "2.0.0");
        assertThat(answer.entry().details())
                .containsEntry("shown", "shown,silent")
                .containsEntry("model-version", "1.0.0")
                .containsEntry("model-silent", "prevent-base-10y/2.0.0,prevent-base-10y/3.0.0")
                .containsEntry("model-failed", "prevent-base-10y/3.0.0");
        assertThat(exposures(answer)).containsExactlyInAnyOrder("shown 1.0.0", "silent 2.0.0");
    }

    @Test
    void aCanaryIsShownAndWrittenDownAsOne() {
        MODEL.showCanary();
        Answer answer = call(EHR.bearer(SERVICE), hook("known", "{}"));
        assertThat(answer.body().path("cards")).hasSize(1);
        assertThat(exposures(answer)).containsExactly("canary 1.0.0");
        assertThat(answer.entry().details()).containsEntry("shown", "canary");
    }

    @Test
    void aVersionOnlyInSilenceGivesNoCard() {
        MODEL.withdraw();
        MODEL.addSilentVersions();
        Answer answer = call(EHR.bearer(SERVICE), hook("known", "{}"));
        assertThat(answer.body()).hasToString("{\"cards\":[]}");
        assertThat(answer.entry().details()).containsEntry("no-card", "model-not-in-production");
        assertThat(exposures(answer)).containsExactly("silent 2.0.0");
    }

    @Test
    void feedbackOnWhatNobodySawIsFeedbackOnNothing() {
        MODEL.withdraw();
        MODEL.addSilentVersions();
        String silent = call(EHR.bearer(SERVICE), hook("known", "{}"))
                .entry()
                .entities()
                .get(0)
                .substring("urn:uuid:".length());
        assertThat(feedback(EHR, override(silent)).status()).isEqualTo(404);
    }

    @Test
    void whetherAModelThatDoesNotHoldSaysSoIsTheServicesToDecide() {
        MODEL.answer(new RiskAnswer.NotApplicable(List.of("Age is outside 30 to 79"), FixedModel.inputs()));
        assertThat(call(EHR.bearer(SERVICE), hook("known", "{}")).body().path("cards"))
                .hasSize(1);
        Answer silent = call(EHR, "all-hooks", Contexts.request("patient-view", "known", "{}"));
        assertThat(silent.body()).hasToString("{\"cards\":[]}");
        assertThat(silent.entry().details()).containsEntry("no-card", "nothing-to-say");
    }

    @Test
    void aBandMayDemandThatPeopleConfirm() {
        MODEL.answer(FixedModel.assessed(0.6, 0.6));
        Answer answer = call(EHR, "all-hooks", Contexts.request("patient-view", "known", "{}"));
        assertThat(answer.body().at("/cards/0/indicator").asText()).isEqualTo("critical");
        assertThat(answer.body()
                        .path("cards")
                        .path(0)
                        .path("extension")
                        .path("org.firewarden.recommendation")
                        .path("reviewersRequired")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void theOutputIsInTheLedgerSealedAndNotInTheClear() {
        Answer answer = call(EHR.bearer(SERVICE), hook("known", "{}"));
        assertThat(answer.entry().details().toString()).doesNotContain("0.147");
        assertThat(answer.entry().context().sealedDetails())
                .hasEntrySatisfying(
                        "output", value -> assertThat(value.reveal()).contains("cvd=0.147"))
                .hasEntrySatisfying(
                        "confidence", value -> assertThat(value.reveal()).contains("recorded=2 assumed=1"));
    }

    @Test
    @HookRequirement({34, 60, 61})
    void whatIsMissingIsReadFromTheEhrThatOffersIt() {
        TestOutbound.DOCUMENTS.each.put(URI.create(PATIENT), "{\"resourceType\": \"Patient\", \"id\": \"17\"}");
        TestOutbound.DOCUMENTS.each.put(URI.create(OBSERVATIONS), page("17", "https://ehr.example/fhir?page=2"));
        TestOutbound.DOCUMENTS.each.put(URI.create("https://ehr.example/fhir?page=2"), page("17", null));
        Answer answer = call(EHR.bearer(SERVICE), withServer("https://ehr.example/fhir", "17"));
        assertThat(answer.status()).as(answer.body()::toString).isEqualTo(200);
        assertThat(answer.entry().details()).containsEntry("prefetch-from-ehr", "patient,observations");
        assertThat(TestOutbound.DOCUMENTS.asked)
                .containsExactly(
                        PATIENT + " with secret",
                        OBSERVATIONS + " with secret",
                        "https://ehr.example/fhir?page=2 with secret");
        assertThat(MODEL.charts().get(0).resources()).hasSize(2);
        assertThat(RECORDS.queries).isEmpty();
        assertThat(answer.entry().toString()).doesNotContain("secret");
    }

    @Test
    void aTokenGoesNowhereElse() {
        TestOutbound.DOCUMENTS.each.put(URI.create(PATIENT), "{\"resourceType\": \"Patient\", \"id\": \"17\"}");
        for (String next : List.of(
                "https://evil.example/fhir?page=2",
                "https://ehr.example/other?page=2",
                "https://ehr.example/fhir/../admin",
                "https://ehr.example/fhir/%2e%2e/admin",
                "https://ehr.example@evil.example/fhir/x")) {
            TestOutbound.DOCUMENTS.each.put(URI.create(OBSERVATIONS), page("17", next));
            TestOutbound.DOCUMENTS.asked.clear();
            assertThat(call(EHR.bearer(SERVICE), withServer("https://ehr.example/fhir", "17"))
                            .status())
                    .isEqualTo(412);
            assertThat(TestOutbound.DOCUMENTS.asked).hasSize(2);
        }
        call(EHR.bearer(SERVICE), withServer("https://evil.example/fhir", "17"));
        assertThat(TestOutbound.DOCUMENTS.asked).noneMatch(address -> address.contains("evil"));
    }

    @Test
    void whatAnEhrServesOfAnotherPatientIsNotUsed() {
        TestOutbound.DOCUMENTS.each.put(URI.create(PATIENT), "{\"resourceType\": \"Patient\", \"id\": \"17\"}");
        TestOutbound.DOCUMENTS.each.put(URI.create(OBSERVATIONS), page("18", null));
        assertThat(call(EHR.bearer(SERVICE), withServer("https://ehr.example/fhir", "17"))
                        .status())
                .isEqualTo(412);
        assertThat(MODEL.charts()).isEmpty();
    }

    @Test
    void whereIdsAreTheEhrsOwnNothingIsReadHere() {
        URI url = SERVICE;
        Answer answer = call(OWN_RECORD.bearer(url), hook("known", "{}"));
        assertThat(answer.status()).isEqualTo(412);
        assertThat(RECORDS.queries).isEmpty();
        assertThat(call(OWN_RECORD.bearer(url), hook("known", supplied("known")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anEhrThatCallsTooOftenIsToldWhenToComeBack() {
        call(SLOW_EHR.bearer(SERVICE), hook("known", "{}"));
        call(SLOW_EHR.bearer(SERVICE), hook("known", "{}"));
        Answer third = call(SLOW_EHR.bearer(SERVICE), hook("known", "{}"));
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.codes()).containsExactly("too-many-calls");
        assertThat(third.result().getResponse().getHeader("Retry-After")).isNotNull();
        assertThat(call(EHR.bearer(SERVICE), hook("known", "{}")).status()).isEqualTo(200);
    }

    private static String page(String patient, @Nullable String next) {
        String link = next == null ? "" : ", \"link\": [{\"relation\": \"next\", \"url\": \"" + next + "\"}]";
        return """
               {"resourceType": "Bundle", "type": "searchset"%s, "entry": [{"resource":
                 {"resourceType": "Observation", "subject": {"reference": "Patient/%s"}}}]}
               """.formatted(link, patient);
    }

    private static String withServer(String server, String patient) {
        return """
               {"hook": "patient-view", "hookInstance": "%s", "fhirServer": "%s",
                "fhirAuthorization": {"access_token": "secret", "token_type": "Bearer", "expires_in": 300,
                  "scope": "user/*.read", "subject": "cds"},
                "context": {"userId": "Practitioner/alice", "patientId": "%s"}}
               """.formatted(UUID.randomUUID(), server, patient);
    }

    private static List<String> exposures(Answer answer) {
        return answer.entry().entities().stream()
                .map(name -> new JdbcTemplate(TestDatabase.dataSource())
                        .queryForObject(
                                "SELECT exposure || ' ' || model_version FROM firewarden.recommendation"
                                        + " WHERE card_uuid = ?::uuid",
                                String.class,
                                name.substring("urn:uuid:".length())))
                .toList();
    }
}
