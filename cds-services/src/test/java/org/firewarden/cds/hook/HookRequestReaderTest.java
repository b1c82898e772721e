package org.firewarden.cds.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.firewarden.cds.HookRequirement;
import org.firewarden.cds.exchange.Checked;
import org.firewarden.problem.Problem;
import org.junit.jupiter.api.Test;

/** CDS Hooks 2.0.1, HTTP Request. */
class HookRequestReaderTest {

    private static final String GOOD = """
            {"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
             "fhirServer": "https://ehr.example/fhir/", "somethingElse": [1, 2],
             "context": {"userId": "Practitioner/alice", "patientId": "1288992", "encounterId": "89284"},
             "prefetch": {"patient": null}}
            """;

    @Test
    void aGoodRequestIsReadAndUnknownFieldsAreTolerated() {
        HookRequest request = read(body -> {}).fold(value -> value, refusal -> {
            throw new AssertionError(refusal);
        });
        assertThat(request.patientId()).isEqualTo("1288992");
        assertThat(request.encounterId()).isEqualTo("89284");
        assertThat(request.userId()).isEqualTo("Practitioner/alice");
        assertThat(request.fhirServer()).hasToString("https://ehr.example/fhir");
        assertThat(request.prefetch().reveal()).containsOnlyKeys("patient");
    }

    @Test
    void anEmptyObjectHasAllProblemsAtOnce() {
        assertThat(problems(ObjectNode::removeAll))
                .extracting(Problem::text)
                .hasSize(5)
                .anyMatch(text -> text.contains(" hook "))
                .anyMatch(text -> text.contains(" hookInstance "))
                .anyMatch(text -> text.contains(" context "))
                .anyMatch(text -> text.contains(" context.userId "))
                .anyMatch(text -> text.contains(" context.patientId "));
    }

    @Test
    void theHookOfAnotherServiceIsRefused() {
        assertThat(problems(body -> body.put("hook", "order-sign")))
                .extracting(Problem::code)
                .containsExactly("hook-mismatch");
    }

    @Test
    void fieldsOfTheWrongFormAreRefusedWithoutRepeatingThem() {
        assertThat(problems(body -> body.put("hookInstance", "1-1-1-1-1"))).hasSize(1);
        List<Problem> problems = problems(body -> body.withObject("/context").put("patientId", "Patient/Chalmers"));
        assertThat(problems).hasSize(1);
        assertThat(problems.toString()).doesNotContain("Chalmers");
        assertThat(problems(body -> body.withObject("/context").put("userId", "a\u0000b")))
                .hasSize(1);
        assertThat(problems(body -> body.withObject("/context").put("encounterId", 7)))
                .hasSize(1);
        assertThat(problems(body -> body.putArray("prefetch"))).hasSize(1);
        assertThat(problems(body -> body.withObject("/prefetch").put("patient", "text")))
                .hasSize(1);
    }

    @Test
    @HookRequirement({2, 168})
    void theFhirServerIsASecureUrlAndIsRequiredWithAnAuthorization() {
        assertThat(problems(body -> body.put("fhirServer", "http://ehr.example/fhir")))
                .hasSize(1);
        assertThat(problems(body -> body.put("fhirServer", "http://127.0.0.1:8080/fhir")))
                .isEmpty();
        assertThat(problems(body -> {
                    body.remove("fhirServer");
                    body.set("fhirAuthorization", authorization());
                }))
                .hasSize(1);
    }

    @Test
    void aUserWhomNoConsentCouldNameIsRefused() {
        for (String user : List.of("Device/1", "alice", "https://ehr.example/Practitioner/1", "Practitioner/<b>")) {
            assertThat(problems(body -> body.withObject("/context").put("userId", user)))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.text()).contains("context.userId"));
        }
    }

    @Test
    void anAuthorizationIsReadWholeAndItsTokenIsHidden() {
        HookRequest request = read(body -> body.set("fhirAuthorization", authorization()))
                .fold(value -> value, refusal -> {
                    throw new AssertionError(refusal);
                });
        assertThat(request.authorization()).isNotNull();
        assertThat(request.toString()).doesNotContain("secret");
        assertThat(problems(body -> body.putObject("fhirAuthorization"))).hasSize(5);
        assertThat(problems(body -> body.set(
                        "fhirAuthorization",
                        authorization().put("token_type", "MAC").put("access_token", "a b"))))
                .hasSize(2);
        assertThat(problems(
                        body -> body.set("fhirAuthorization", authorization().put("patient", "somebody-else"))))
                .hasSize(1);
    }

    private static ObjectNode authorization() {
        return new ObjectMapper()
                .createObjectNode()
                .put("access_token", "secret")
                .put("token_type", "Bearer")
                .put("expires_in", 300)
                .put("scope", "user/Patient.read")
                .put("subject", "cds-service")
                .put("patient", "1288992");
    }

    private static List<Problem> problems(Consumer<ObjectNode> change) {
        return read(change).fold(value -> List.of(), refusal -> refusal.problems());
    }

    private static Checked<HookRequest> read(Consumer<ObjectNode> change) {
        try {
            ObjectNode body = (ObjectNode) new ObjectMapper().readTree(GOOD);
            change.accept(body);
            return HookRequestReader.read(body, Set.of(Hook.PATIENT_VIEW));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
