package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack class 19: inputs that make servers fail and tell why; here they are refused, and the refusal tells nothing. */
@Control("164.312(a)(1)")
class ErrorTextAttackIT {

    private static final Pattern INSIDES = Pattern.compile(
            "Exception|org\\.hl7|ca\\.uhn|org\\.firewarden\\.|org\\.spring|\\bat [a-z]+\\."
                    + "|SELECT |INSERT |HFJ_[A-Z]|postgres|JDBC|hibernate|\\.java\\b|Access denied by rule|nullpointer|stack ?trace",
            Pattern.CASE_INSENSITIVE);

    private static void tellsNothing(Answer answer) {
        assertThat(answer.status()).as(answer::body).isBetween(200, 499);
        assertThat(answer.body()).doesNotContainPattern(INSIDES);
        answer.response()
                .headers()
                .map()
                .forEach((name, values) -> assertThat(name + values)
                        .doesNotContainPattern(INSIDES)
                        .doesNotContainIgnoringCase("x-powered-by")
                        .doesNotContainIgnoringCase("tomcat"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient?_id='; DROP TABLE patient; --",
                "Patient?_id=\u0000",
                "Patient?birthdate=gt99999-99-99",
                "Patient?birthdate=eq-1",
                "Patient?birthdate=9999999999",
                "Patient?_lastUpdated=gt0000",
                "Observation?value-quantity=gt1e400",
                "Observation?value-quantity=gt99999999999999999999999999999999999999999|x|y",
                "Observation?value-quantity=||||||",
                "Observation?date=ap2020-13-45T99:99:99Z",
                "Observation?code=|||||",
                "Observation?code:in=",
                "Observation?code:of-type=x",
                "Observation?patient:identifier=|",
                "Observation?subject:Nothing=1",
                "Observation?_sort=nothing",
                "Observation?_sort=----",
                "Observation?_include=Observation",
                "Observation?_include=:::",
                "Observation?_elements=",
                "Observation?_summary=nothing",
                "Observation?_format=application/x-nothing",
                "Observation?_since=never",
                "Patient?_text=\"\\\\\"",
                "Patient?_content=(((",
                "Patient?near=1|2|3|4",
                "Patient?gender:missing=maybe",
                "Patient?:=x",
                "Patient?name:=x",
                "Patient?_getpages=nothing",
                "Patient?_getpages=00000000-0000-0000-0000-000000000000&_getpagesoffset=-5",
                "Patient/9999999999999999999999999999999999999999999999999999999999999999",
                "Patient/-1",
                "Patient/1/_history/99999999999999999999",
                "Patient/1/_history/x",
                "Patient/$nothing",
                "$nothing",
                "Patient/_history?_at=x",
                "nothing/at/all/here"
            })
    void aStrangeQuestionIsRefusedQuietly(String question) {
        int query = question.indexOf('?');
        String path = query < 0 ? question : question.substring(0, query + 1) + encode(question.substring(query + 1));
        tellsNothing(Client.as("alice", "user/*.rs").get("/fhir/" + path));
    }

    private static String encode(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8)
                .replace("%3D", "=")
                .replace("%26", "&")
                .replace("+", "%20");
    }

    @Test
    void aStrangeBodyIsRefusedQuietly() {
        Client loader = Client.loader();
        for (String body : List.of(
                "",
                "null",
                "0",
                "[]",
                "{}",
                "{\"resourceType\": 1}",
                "{\"resourceType\": null}",
                "{\"resourceType\": \"\"}",
                "{\"resourceType\": \"Patient\", \"id\": [1]}",
                "{\"resourceType\": \"Patient\", \"meta\": 1}",
                "{\"resourceType\": \"Patient\", \"name\": {\"a\": 1}}",
                "{\"resourceType\": \"Patient\", \"birthDate\": \"99999-01-01\"}",
                "{\"resourceType\": \"Patient\", \"contained\": [null]}",
                "{\"resourceType\": \"Patient\", \"contained\": [{\"resourceType\": \"Nothing\"}]}",
                "{\"resourceType\": \"Patient\", \"managingOrganization\": {\"reference\": \"\\u0000\"}}",
                "{\"resourceType\": \"Patient\", \"extension\": [{}]}",
                "{\"resourceType\": \"Patient\", \"text\": \"x\"}",
                "{\"resourceType\": \"Observation\", \"status\": \"nothing\"}")) {
            tellsNothing(loader.post("/fhir/Patient", body));
            tellsNothing(loader.put("/fhir/Patient/it-error", body));
            tellsNothing(loader.post("/fhir", body));
            tellsNothing(loader.send(loader.request("/fhir/Patient/demo-prevent")
                    .header("Content-Type", "application/json-patch+json")
                    .method("PATCH", HttpRequest.BodyPublishers.ofString(body))));
        }
    }

    @Test
    void aStrangeHeaderIsRefusedQuietly() {
        Client alice = Client.as("alice", "user/*.rs");
        for (String[] header : new String[][] {
            {"If-Match", "nothing"},
            {"If-None-Match", "W/\"x\""},
            {"If-Modified-Since", "never"},
            {"Accept", "x/y;q=z"},
            {"Accept", "*"},
            {"Prefer", "return=nothing"},
            {"Accept-Charset", "nothing"},
            {"Cache-Control", "max-results=x"},
            {"X-HTTP-Method-Override", "DELETE"},
            {"X-Forwarded-Host", "evil.example"},
            {"Forwarded", "host=evil.example"}
        }) {
            Answer answer = alice.send(alice.request("/fhir/Patient?_id=demo-prevent")
                    .header(header[0], header[1])
                    .GET());
            tellsNothing(answer);
            assertThat(answer.body()).doesNotContain("evil.example");
        }
        for (String method : List.of("TRACE", "PROPFIND", "NOTHING", "HEAD", "OPTIONS")) {
            Answer answer = alice.send(
                    alice.request("/fhir/Patient/demo-prevent").method(method, HttpRequest.BodyPublishers.noBody()));
            assertThat(answer.status()).as(method).isLessThan(502);
            assertThat(answer.body()).doesNotContainPattern(INSIDES).doesNotContain("Authorization");
        }
    }
}
