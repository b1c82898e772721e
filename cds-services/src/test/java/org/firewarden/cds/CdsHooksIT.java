package org.firewarden.cds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firewarden.cds.TestEndpoint.EHR;
import static org.firewarden.cds.TestEndpoint.MODEL;
import static org.firewarden.cds.TestEndpoint.RECORDS;
import static org.firewarden.cds.TestEndpoint.call;
import static org.firewarden.cds.TestEndpoint.send;
import static org.firewarden.cds.TestEndpoint.supplied;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.firewarden.cds.TestEndpoint.Answer;
import org.firewarden.cds.service.FixedModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

/** Each hook of the CDS Hooks library 1.0.1 that this server answers, with and without prefetch. */
class CdsHooksIT {

    @BeforeEach
    void reset() {
        TestEndpoint.reset();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient-view",
                "order-select",
                "order-sign",
                "encounter-start",
                "encounter-discharge",
                "appointment-book",
                "problem-list-item-create",
                "medication-refill"
            })
    @HookRequirement({115, 116, 220})
    void eachHookIsAnsweredWithAndWithoutPrefetch(String hook) {
        Answer supplied = call(EHR, "all-hooks", Contexts.request(hook, "17", supplied("17")));
        assertThat(supplied.status()).as(supplied.body()::toString).isEqualTo(200);
        assertThat(supplied.body().path("cards")).hasSize(1);
        assertThat(supplied.body().at("/cards/0/source/topic/code").asText()).isEqualTo("risk");
        assertThat(supplied.entry().details()).containsEntry("hook", hook);
        assertThat(RECORDS.queries).isEmpty();

        Answer read = call(EHR, "all-hooks", Contexts.request(hook, "known", "{}"));
        assertThat(read.body().path("cards")).hasSize(1);
        assertThat(RECORDS.queries).isNotEmpty();

        Answer foreign = call(EHR, "all-hooks", Contexts.request(hook, "17", supplied("18")));
        assertThat(foreign.status()).isEqualTo(400);
    }

    @Test
    @HookRequirement(
            value = {210, 211},
            library = {8, 16, 24, 32, 40, 52, 73, 81, 89, 93})
    void discoveryListsAServiceOnceForEachOfItsHooks() {
        JsonNode services =
                send(HttpMethod.GET, "/cds-services", null, null).body().path("services");
        List<JsonNode> entries = StreamSupport.stream(services.spliterator(), false)
                .filter(service -> service.path("id").asText().equals("all-hooks"))
                .toList();
        assertThat(entries).hasSize(8).allSatisfy(service -> {
            assertThat(service.path("version").asText()).isEqualTo("1.0.0");
            assertThat(service.path("hookVersion").asText()).isIn("1.0", "0.1.0");
            assertThat(service.path("prefetch").toString())
                    .doesNotContain("draftOrders", "selections", "appointments", "medications}}");
        });
        assertThat(services.toString()).contains("prevent-risk").doesNotContain("prevent-cvd-risk");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encounter-start | \"userId\": \"Practitioner/1\", \"patientId\": \"17\" | context.encounterId",
                "order-sign | \"userId\": \"Practitioner/1\", \"patientId\": \"17\" | context.draftOrders",
                "order-sign | \"userId\": \"Patient/1\", \"patientId\": \"17\" | context.userId",
                "appointment-book | \"userId\": \"Patient/17\", \"patientId\": \"17\" | context.appointments",
                "problem-list-item-create | \"userId\": \"Practitioner/1\", \"patientId\": \"17\" | context.conditions",
                "medication-refill | \"patientId\": \"17\" | context.medications"
            })
    void aContextThatIsNotTheHooksIsRefused(String hook, String context, String field) {
        Answer answer = call(EHR, "all-hooks", Contexts.withContext(hook, context, "{}"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().toString()).contains(field);
        assertThat(RECORDS.callers).isEmpty();
    }

    @Test
    void draftsAreDraftsAndOfThePatientInContext() {
        String signed = Contexts.request("order-sign", "17", supplied("17")).replace("\"draft\"", "\"active\"");
        assertThat(call(EHR, "all-hooks", signed).body().toString())
                .contains("context.draftOrders.entry[0].resource.status");
        String foreign = Contexts.request("order-sign", "17", "{}")
                .replace(
                        "\"subject\": {\"reference\": \"Patient/17\"}", "\"subject\": {\"reference\": \"Patient/18\"}");
        Answer answer = call(EHR, "all-hooks", foreign);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.codes()).containsExactly("draft-of-another-patient");
        String appointment =
                Contexts.request("appointment-book", "17", "{}").replace("\"Patient/17\"", "\"Patient/18\"");
        assertThat(call(EHR, "all-hooks", appointment).codes()).containsExactly("draft-of-another-patient");
        String selection =
                Contexts.request("order-select", "17", "{}").replace("[\"MedicationRequest/o1\"]", "[\"x\"]");
        assertThat(call(EHR, "all-hooks", selection).body().toString()).contains("context.selections[0]");
    }

    @Test
    void aRefillNeedsNoUser() {
        String request = Contexts.request("medication-refill", "17", supplied("17"))
                .replace("\"userId\": \"Practitioner/alice\",", "");
        Answer answer = call(EHR, "all-hooks", request);
        assertThat(answer.status()).as(answer.body()::toString).isEqualTo(200);
        assertThat(RECORDS.callers.get(0).fhirUser()).isNull();
    }

    @Test
    @HookRequirement({92, 93, 94, 95, 96, 117, 118, 119, 120, 121, 123, 124, 125, 127, 128, 129, 130, 131, 133, 134, 135
    })
    void aDraftedDrugThatTheNumberSpeaksAgainstGetsACardWithAnAlternative() {
        Answer answer = call(EHR, "order-check", Contexts.order("known", "A", "[\"MedicationRequest/o1\"]"));
        JsonNode card = answer.body().path("cards").path(0);
        assertThat(card.path("summary").asText()).contains("Drug A");
        assertThat(card.path("indicator").asText()).isEqualTo("warning");
        assertThat(card.path("selectionBehavior").asText()).isEqualTo("at-most-one");
        JsonNode replacement = card.path("suggestions").path(0);
        assertThat(replacement.path("label").asText()).isEqualTo("Replace by Drug B");
        assertThat(replacement.path("actions").path(0).path("type").asText()).isEqualTo("delete");
        assertThat(replacement.path("actions").path(0).path("resourceId").asText())
                .isEqualTo("MedicationRequest/o1");
        JsonNode created = replacement.path("actions").path(1).path("resource");
        assertThat(created.path("status").asText()).isEqualTo("draft");
        assertThat(created.path("subject").path("reference").asText()).isEqualTo("Patient/known");
        assertThat(created.at("/medicationCodeableConcept/coding/0/code").asText())
                .isEqualTo("B");
        assertThat(created.has("dosageInstruction")).isFalse();
        assertThat(answer.body().has("systemActions")).isFalse();
    }

    @Test
    void ofSeveralRulesTheStrictestSpeaks() {
        MODEL.answer(FixedModel.assessed(0.05, 0.05));
        JsonNode card = call(EHR, "order-check", Contexts.order("known", "A", "[]"))
                .body()
                .path("cards")
                .path(0);
        assertThat(card.path("indicator").asText()).isEqualTo("critical");
        assertThat(card.path("suggestions")).hasSize(1);
    }

    @Test
    void aDrugThatIsNotOfInterestReadsNothingOfThePatient() {
        Answer answer = call(EHR, "order-check", Contexts.order("known", "Z", "[]"));
        assertThat(answer.body()).hasToString("{\"cards\":[]}");
        assertThat(answer.entry().details()).containsEntry("no-card", "no-order-of-interest");
        assertThat(RECORDS.callers).isEmpty();
        Answer foreign = call(
                EHR,
                "order-check",
                Contexts.order("known", "Z", "[]").replace("\"prefetch\": {}", "\"prefetch\": " + supplied("18")));
        assertThat(foreign.status()).isEqualTo(400);
    }

    @Test
    void aDrugThatTheNumberDoesNotSpeakAgainstGetsNoCardAndIsWrittenDown() {
        MODEL.answer(FixedModel.assessed(0.6, 0.6));
        Answer answer = call(EHR, "order-check", Contexts.order("known", "A", "[]"));
        assertThat(answer.body()).hasToString("{\"cards\":[]}");
        assertThat(answer.entry().details())
                .containsEntry("no-card", "nothing-to-say")
                .containsEntry("shown", "withheld");
    }
}
