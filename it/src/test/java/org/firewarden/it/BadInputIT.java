package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.firewarden.cds.demo.DemoEhr;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each bad request: a clear outcome with code and correlation id, an event in the ledger, nothing stored, no stack trace. */
class BadInputIT {

    private static final String SERVICE = "/cds-services/prevent-cvd-risk";
    private static final String HOOK = """
            {"hook": "%s", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
             "context": {"userId": "Practitioner/alice", "patientId": "%s"}}
            """;

    private static void isRefused(Supplier<Answer> call, int status) {
        Answer answer = call.get();
        assertThat(answer.status()).as(answer::body).isEqualTo(status);
        assertThat(answer.json().path("resourceType").asText()).as(answer::body).isEqualTo("OperationOutcome");
        assertThat(answer.problem()).as(answer::body).isNotEmpty();
        String correlationId = answer.header("X-Request-Id");
        assertThat(correlationId).isNotEmpty();
        assertThat(answer.body())
                .contains("X-Request-Id: " + correlationId)
                .doesNotContain("Exception", "org.hl7", "ca.uhn", "org.firewarden.", "at java", "SELECT");
        assertThat(Client.as("audrey", "user/AuditEvent.rs")
                        .get("/fhir/AuditEvent?_count=20&outcome=4")
                        .body())
                .contains(correlationId);
    }

    @Test
    void malformedJson() {
        isRefused(() -> Client.loader().post("/fhir/Patient", "{\"resourceType\": \"Patient\", "), 400);
    }

    @Test
    void somethingThatIsNotAResource() {
        isRefused(() -> Client.loader().post("/fhir/Patient", "[1, 2, 3]"), 400);
    }

    @Test
    void anUnknownResourceType() {
        isRefused(() -> Client.loader().get("/fhir/Patyent/1"), 404);
        isRefused(() -> Client.loader().post("/fhir/Patyent", "{\"resourceType\": \"Patyent\"}"), 404);
    }

    @Test
    void anUnknownSearchParameter() {
        isRefused(() -> Client.loader().get("/fhir/Patient?favourite=x"), 400);
    }

    @Test
    void aBodyOfFiftyMegabytes() {
        String body = "{\"resourceType\": \"Patient\", \"id\": \"" + "x".repeat(50 << 20) + "\"}";

        isRefused(() -> Client.loader().post("/fhir/Patient", body), 413);
    }

    @Test
    void aBodyOfFiftyMegabytesWithoutALength() {
        isRefused(
                () -> {
                    Client loader = Client.loader();
                    return loader.send(loader.request("/fhir/Patient")
                            .header("Content-Type", "application/fhir+json")
                            .POST(HttpRequest.BodyPublishers.ofInputStream(
                                    () -> new ByteArrayInputStream(new byte[50 << 20]))));
                },
                413);
    }

    @Test
    void twoThousandLevelsOfNesting() {
        String body = "{\"resourceType\": \"Patient\", \"extension\": " + "[{\"extension\": ".repeat(2000) + "[]"
                + "}]".repeat(2000) + "}";

        isRefused(() -> Client.loader().post("/fhir/Patient", body), 400);
    }

    @Test
    void anUnknownCdsService() {
        String path = "/cds-services/no-such-service";

        isRefused(
                () -> Client.ehr(path).post(path, "application/json", HOOK.formatted("patient-view", "demo-prevent")),
                404);
    }

    @Test
    void aHookThatDoesNotMatchItsService() {
        isRefused(
                () -> Client.ehr(SERVICE)
                        .post(SERVICE, "application/json", HOOK.formatted("order-sign", "demo-prevent")),
                400);
    }

    @Test
    void aMissingPrefetchThatCannotBeRead() {
        isRefused(
                () -> Client.ehr(SERVICE)
                        .post(SERVICE, "application/json", HOOK.formatted("patient-view", "demo-absent")),
                412);
    }

    @Test
    void aForeignOrBrokenJwt() {
        String forged = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJkZW1vLWVociJ9.";

        isRefused(
                () -> Client.with(forged)
                        .post(SERVICE, "application/json", HOOK.formatted("patient-view", "demo-prevent")),
                401);
        isRefused(() -> Client.with(forged).get("/fhir/Patient/demo-prevent"), 401);
        isRefused(() -> Client.with("not.a.jwt").get("/fhir/Patient/demo-prevent"), 401);
    }

    @Test
    void anExpiredJwtAndOneOfAnotherKey(@TempDir Path folder) throws Exception {
        URI service = URI.create(RunningServer.base() + SERVICE);
        Clock yesterday = Clock.offset(Clock.systemUTC(), Duration.ofDays(-1));
        String expired = DemoEhr.at(RunningServer.data().resolve("demo-ehr.jwk"), new SecureRandom(), yesterday)
                .sign(service);
        String foreign = DemoEhr.at(folder.resolve("foreign.jwk"), new SecureRandom(), Clock.systemUTC())
                .sign(service);

        for (String jwt : new String[] {expired, foreign}) {
            isRefused(
                    () -> Client.with(jwt)
                            .post(SERVICE, "application/json", HOOK.formatted("patient-view", "demo-prevent")),
                    401);
        }
    }

    @Test
    void nothingOfABadRequestIsStored() {
        Client loader = Client.loader();
        loader.put(
                "/fhir/Patient/it-badinput",
                "{\"resourceType\": \"Patient\", \"id\": \"it-badinput\", \"birthDate\": \"no date\"}");
        loader.post("/fhir", """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": {"resourceType": "Patient", "id": "it-badinput"},
                   "request": {"method": "PUT", "url": "Patient/it-badinput"}},
                  {"resource": {"resourceType": "Observation", "id": "it-badinput-o", "status": "final",
                    "code": {"text": "x"}, "subject": {"reference": "Patient/it-absent-subject"}},
                   "request": {"method": "PUT", "url": "Observation/it-badinput-o"}}]}
                """);

        assertThat(loader.get("/fhir/Patient/it-badinput").status()).isEqualTo(404);
        assertThat(loader.get("/fhir/Observation/it-badinput-o").status()).isEqualTo(404);
    }

    @Test
    void anUnknownDeidentificationPolicy() {
        isRefused(() -> Client.as("rita", "user/*.rs").post("/fhir/$deidentify", """
                                {"resourceType": "Parameters", "parameter": [
                                  {"name": "policy", "valueString": "none-at-all"},
                                  {"name": "patient", "valueReference": {"reference": "Patient/demo-prevent"}}]}
                                """), 422);
    }
}
