package org.firewarden.cds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firewarden.cds.TestEndpoint.EHR;
import static org.firewarden.cds.TestEndpoint.FEEDBACK;
import static org.firewarden.cds.TestEndpoint.MODEL;
import static org.firewarden.cds.TestEndpoint.RECORDS;
import static org.firewarden.cds.TestEndpoint.SERVICE;
import static org.firewarden.cds.TestEndpoint.call;
import static org.firewarden.cds.TestEndpoint.hook;
import static org.firewarden.cds.TestEndpoint.perform;
import static org.firewarden.cds.TestEndpoint.rows;
import static org.firewarden.cds.TestEndpoint.send;
import static org.firewarden.cds.TestEndpoint.supplied;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import com.fasterxml.jackson.databind.JsonNode;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditEntry;
import org.firewarden.cds.TestEndpoint.Answer;
import org.firewarden.record.RecordQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** Discovery and calls of a service (CDS Hooks 2.0.1, Discovery; Calling a CDS Service). */
class CdsCallIT {

    @BeforeEach
    void reset() {
        TestEndpoint.reset();
    }

    @Test
    @HookRequirement({4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 29, 35, 36, 55, 56, 57, 58, 59})
    void discoveryIsOpenAndDerivesPrefetchFromTheFeatures() {
        Answer answer = send(HttpMethod.GET, "/cds-services", "Bearer nonsense", null);
        assertThat(answer.status()).isEqualTo(200);
        JsonNode service = answer.body().path("services").path(0);
        assertThat(service.path("id").asText()).isEqualTo("prevent-risk");
        assertThat(service.path("hook").asText()).isEqualTo("patient-view");
        assertThat(service.path("prefetch").path("patient").asText()).isEqualTo("Patient/{{context.patientId}}");
        assertThat(service.path("prefetch").path("observations").asText()).contains("8480-6");
    }

    @Test
    @HookRequirement({16, 74, 80, 81, 82})
    void aCallWithoutPrefetchReadsThroughTheGateAndIsStoredBeforeItIsAnswered() {
        Answer answer = call(EHR.bearer(SERVICE), hook("known", "{}"));
        assertThat(answer.status()).isEqualTo(200);
        JsonNode card = answer.body().path("cards").path(0);
        assertThat(card.path("summary").asText()).contains("14.7%");
        assertThat(card.path("source").path("url").asText())
                .isEqualTo("https://cds.example/models/prevent-base-10y/1.0.0");
        assertThat(card.path("overrideReasons").path(0).path("display").asText())
                .isNotBlank();
        assertThat(rows("recommendation", card.path("uuid").asText())).isEqualTo(1);
        assertThat(RECORDS.queries).hasSize(2);
        Caller caller = RECORDS.callers.get(0);
        assertThat(caller.scopes()).hasToString("system/Observation.rs system/Patient.r");
        assertThat(caller.fhirUser()).isEqualTo("Practitioner/alice");
        AuditEntry entry = answer.entry();
        assertThat(entry.interaction()).isEqualTo("cds-call");
        assertThat(entry.subject()).isEqualTo("https://ehr.example");
        assertThat(entry.patientIds()).containsExactly("known");
        assertThat(entry.entities())
                .containsExactly("urn:uuid:" + card.path("uuid").asText());
        assertThat(entry.details())
                .containsEntry("model", "prevent-base-10y")
                .containsEntry("model-version", "1.0.0")
                .containsEntry("model-sha256", "ab".repeat(32))
                .containsEntry("answer", "assessed")
                .containsEntry("features", "age,systolic_blood_pressure,undeclared");
        assertThat(entry.details().toString()).doesNotContain("0.147", "14.7");
    }

    @Test
    @HookRequirement(28)
    void suppliedPrefetchIsUsedAndNotRead() {
        Answer answer = call(EHR.bearer(SERVICE), hook("17", supplied("17")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("cards")).hasSize(1);
        assertThat(RECORDS.queries).isEmpty();
        assertThat(MODEL.charts()).hasSize(1);
        assertThat(MODEL.charts().get(0).resources()).hasSize(1);
    }

    @Test
    void onlyWhatIsMissingIsRead() {
        String prefetch = supplied("known").replace("\"entry\"", "\"link\": [{\"relation\": \"next\"}], \"entry\"");
        Answer answer = call(EHR.bearer(SERVICE), hook("known", prefetch));
        assertThat(answer.body().path("cards")).hasSize(1);
        assertThat(answer.entry().details())
                .containsEntry("prefetch-supplied", "patient")
                .containsEntry("prefetch-read", "observations");
        assertThat(RECORDS.queries).extracting(RecordQuery::resourceType).containsExactly("Observation");
    }

    @Test
    void suppliedPrefetchOfAnotherPatientIsRefused() {
        Answer answer = call(EHR.bearer(SERVICE), hook("17", supplied("18")));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.codes()).containsExactly("prefetch-of-another-patient", "prefetch-of-another-patient");
        assertThat(MODEL.charts()).isEmpty();
    }

    @Test
    void suppliedPrefetchIsNoWayAroundAConsent() {
        Answer answer = call(EHR.bearer(SERVICE), hook("denied", supplied("denied")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasToString("{\"cards\":[]}");
        assertThat(answer.entry().denialReason()).isEqualTo("consent");
        assertThat(answer.entry().decidedBy()).isEqualTo("Consent/9");
        assertThat(MODEL.charts()).isEmpty();
    }

    @Test
    @HookRequirement(54)
    void dataThatIsNeitherSuppliedNorKnownIsAskedFor() {
        Answer answer = call(EHR.bearer(SERVICE), hook("unknown", "{\"observations\": null}"));
        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.codes()).containsExactly("prefetch-required");
        assertThat(answer.body().toString())
                .contains("patient")
                .contains(answer.draft().correlationId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"partly", "denied"})
    void whatIsDeniedIsAskedForLikeWhatIsAbsent(String patient) {
        Answer absent = call(EHR.bearer(SERVICE), hook("unknown", "{}"));
        Answer denied = call(EHR.bearer(SERVICE), hook(patient, "{}"));

        assertThat(denied.status()).isEqualTo(412).isEqualTo(absent.status());
        assertThat(denied.codes()).isEqualTo(absent.codes());
        assertThat(denied.body().toString().replace(denied.draft().correlationId(), ""))
                .isEqualTo(absent.body().toString().replace(absent.draft().correlationId(), ""));
        assertThat(denied.entry().details()).containsEntry("no-card", "access-denied");
    }

    @ParameterizedTest
    @CsvSource({"hidden, patient-hidden", "large, record-too-large"})
    void whatCannotBeReadGivesNoCardAndTheDraftSaysWhy(String patient, String reason) {
        Answer answer = call(EHR.bearer(SERVICE), hook(patient, "{}"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasToString("{\"cards\":[]}");
        assertThat(answer.entry().details()).containsEntry("no-card", reason);
    }

    @Test
    void aModelThatFailsOrIsWithdrawnGivesNoCard() {
        MODEL.breakDown();
        Answer failed = call(EHR.bearer(SERVICE), hook("known", "{}"));
        assertThat(failed.body()).hasToString("{\"cards\":[]}");
        assertThat(failed.entry().details()).containsEntry("no-card", "model-failed");
        MODEL.withdraw();
        Answer withdrawn = call(EHR.bearer(SERVICE), hook("known", "{}"));
        assertThat(withdrawn.body()).hasToString("{\"cards\":[]}");
        assertThat(withdrawn.entry().details()).containsEntry("no-card", "model-not-in-production");
    }

    @Test
    void aModelThatTooManyCallsWaitForIsNotOneThatFails() {
        MODEL.overload();
        Answer shed = call(EHR.bearer(SERVICE), hook("known", "{}"));
        assertThat(shed.body()).hasToString("{\"cards\":[]}");
        assertThat(shed.entry().details())
                .containsEntry("no-card", "overloaded")
                .containsKey("model-overloaded")
                .doesNotContainKey("model-failed");
    }

    @ParameterizedTest
    @CsvSource({"broken, 500, internal-error", "offline, 503, storage-unavailable"})
    void aFailureIsAnOperationOutcomeThatTellsNothing(String patient, int status, String code) {
        Answer answer = call(EHR.bearer(SERVICE), hook(patient, "{}"));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.codes()).containsExactly(code);
        assertThat(answer.body().toString())
                .contains(answer.draft().correlationId())
                .doesNotContain("Chalmers", "Exception", "firewarden.cds");
    }

    @Test
    @HookRequirement({176, 177})
    void aCallWithoutAGoodTokenIsRefusedAndReadsNothing() {
        for (@Nullable
        String authorization : new @Nullable String[] {null, "Basic YTpi", "Bearer x.y.z", EHR.bearer(FEEDBACK)}) {
            Answer answer = call(authorization, hook("known", "{}"));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.result().getResponse().getHeader("WWW-Authenticate"))
                    .startsWith("Bearer");
            assertThat(answer.codes()).containsExactly("unauthenticated");
            assertThat(answer.entry().denialReason()).isEqualTo("not-authenticated");
        }
        assertThat(RECORDS.callers).isEmpty();
    }

    @Test
    void aTokenIsTakenOnce() {
        String bearer = EHR.bearer(SERVICE);
        assertThat(call(bearer, hook("known", "{}")).status()).isEqualTo(200);
        Answer second = call(bearer, hook("known", "{}"));
        assertThat(second.status()).isEqualTo(401);
        assertThat(second.entry().details()).containsEntry("jwt", "replay");
    }

    @Test
    @HookRequirement({1, 14, 76})
    void badRequestsAreRefusedWithAnOperationOutcome() {
        assertThat(send(HttpMethod.POST, "/cds-services/none", EHR.bearer(SERVICE), "{}")
                        .status())
                .isEqualTo(404);
        assertThat(call(EHR.bearer(SERVICE), "{\"name\": Chalmers").body().toString())
                .contains("not-a-json-object")
                .doesNotContain("Chalmers");
        assertThat(call(EHR.bearer(SERVICE), "{}").body().path("issue")).hasSize(5);
        assertThat(call(EHR.bearer(SERVICE), "{\"a\":\"" + "x".repeat(70_000) + "\"}")
                        .status())
                .isEqualTo(413);
        Answer mismatch = call(EHR.bearer(SERVICE), hook("known", "{}").replace("patient-view", "order-sign"));
        assertThat(mismatch.status()).isEqualTo(400);
        assertThat(mismatch.codes()).containsExactly("hook-mismatch");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /cds-services/prevent-cvd-risk, POST",
        "PUT, /cds-services/prevent-cvd-risk/feedback, POST",
        "DELETE, /cds-services, GET"
    })
    void otherMethodsAreRefused(String method, String path, String allowed) {
        Answer answer = send(HttpMethod.valueOf(method), path, null, null);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.result().getResponse().getHeader("Allow")).isEqualTo(allowed);
        assertThat(answer.body().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }

    @Test
    void whatIsNotJsonIsRefused() {
        MockHttpServletRequestBuilder request = request(HttpMethod.POST, SERVICE.getPath())
                .header("Authorization", EHR.bearer(SERVICE))
                .contentType("text/plain")
                .content(hook("known", "{}"));
        assertThat(perform(request).status()).isEqualTo(415);
    }
}
