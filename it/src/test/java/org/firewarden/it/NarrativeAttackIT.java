package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack class 11: what a browser would run, in narratives and in what is downloaded. */
@Control("164.312(a)(1)")
class NarrativeAttackIT {

    private static final String GOOD = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>good</p></div>";
    private static final String BAD =
            "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p onclick=\"x()\">bad</p><script>x()</script></div>";

    private static String patient(String id, String div) {
        return "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"text\":{\"status\":\"generated\",\"div\":"
                + JsonNodeFactory.instance.textNode(div) + "}}";
    }

    private static List<String> problems(Answer answer) {
        List<String> codes = new ArrayList<>();
        answer.json()
                .path("issue")
                .forEach(issue -> codes.add(issue.at("/details/coding/0/code").asText()));
        return codes;
    }

    @Test
    void aNarrativeThatWouldRunIsRefusedWithEachProblem() {
        Answer answer = Client.loader().post("/fhir/Patient", patient("x", BAD));

        assertThat(answer.status()).as(answer::body).isEqualTo(422);
        assertThat(problems(answer)).containsExactlyInAnyOrder("narrative-attribute", "narrative-element");
        assertThat(answer.body()).contains("Patient.text.div").doesNotContain("x()", ">bad");
    }

    @Test
    void itIsRefusedWhereverItHides() {
        Client loader = Client.loader();
        String inner = patient("in", BAD);
        String good = patient("it-narrative", GOOD);
        assertThat(loader.put("/fhir/Patient/it-narrative", good).status()).isIn(200, 201);

        List<Answer> answers = List.of(
                loader.put("/fhir/Patient/it-narrative", patient("it-narrative", BAD)),
                loader.post("/fhir/Observation", """
                        {"resourceType": "Observation", "status": "final", "code": {"text": "x"}, "contained": [%s],
                         "subject": {"reference": "#in"}}""".formatted(inner)),
                loader.post("/fhir/Bundle", """
                        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": %s}]}""".formatted(inner)),
                loader.post("/fhir/Patient", """
                        {"resourceType": "Patient", "extension": [{"url": "urn:x", "valueNarrative":
                          {"status": "generated", "div": %s}}]}""".formatted(JsonNodeFactory.instance.textNode(BAD))),
                loader.send(loader.request("/fhir/Patient/it-narrative")
                        .header("Content-Type", "application/json-patch+json")
                        .method(
                                "PATCH",
                                HttpRequest.BodyPublishers.ofString(
                                        "[{\"op\":\"replace\",\"path\":\"/text/div\",\"value\":"
                                                + JsonNodeFactory.instance.textNode(BAD) + "}]"))),
                loader.post("/fhir", """
                        {"resourceType": "Bundle", "type": "transaction", "entry": [
                          {"resource": %s, "request": {"method": "PUT", "url": "Patient/it-narrative-2"}},
                          {"resource": %s, "request": {"method": "PUT", "url": "Patient/it-narrative-3"}}]}
                        """.formatted(patient("it-narrative-2", GOOD), patient("it-narrative-3", BAD))));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer::body).isEqualTo(422);
            assertThat(problems(answer)).contains("narrative-element", "narrative-attribute");
        });
        assertThat(answers.get(5).body()).contains("Bundle.entry[1].resource.text.div");
        assertThat(loader.get("/fhir/Patient/it-narrative").body())
                .contains("good")
                .doesNotContain("script");
        assertThat(loader.get("/fhir/Patient/it-narrative-2").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>x</p>",
                "<div><p></div>",
                "<div>",
                "<!-- x --><div>x</div>",
                "<div>&nbsp;&undefined;</div>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><div>&e;</div>",
                "<?xml version=\"1.0\"?><x/>",
                "<div xmlns=\"http://www.w3.org/2000/svg\">x</div>"
            })
    void whatIsNoXhtmlIsRefusedAndNoFailure(String div) {
        Answer answer = Client.loader().post("/fhir/Patient", patient("x", div));

        assertThat(answer.status()).as(answer::body).isIn(400, 422);
        assertThat(answer.body()).doesNotContain("root:", "Exception", "org.hl7");
    }

    @Test
    void aNarrativeThatWouldExhaustTheParserIsRefused() {
        Answer answer = Client.loader().post("/fhir/Patient", patient("x", "<div>" + "<b>".repeat(100_000) + "</div>"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("nesting-too-deep");
    }

    @Test
    void aDownloadIsNeverAPage() {
        Client loader = Client.loader();
        assertThat(loader.put("/fhir/Binary/it-narrative", """
                        {"resourceType": "Binary", "id": "it-narrative", "contentType": "text/html",
                         "data": "PHNjcmlwdD54KCk8L3NjcmlwdD4="}""").status()).isIn(200, 201);
        for (String accept :
                new String[] {"text/html", "*/*", "text/html,application/xhtml+xml", "application/fhir+json"}) {
            Answer answer = loader.send(loader.request("/fhir/Binary/it-narrative")
                    .header("Accept", accept)
                    .GET());
            assertThat(answer.status()).as(answer::body).isEqualTo(200);
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "sandbox");
            if (!answer.header("Content-Type").contains("json")) {
                assertThat(answer.header("Content-Disposition")).containsIgnoringCase("attachment");
            }
        }
    }

    @Test
    void noAnswerIsDressedUpForABrowser() {
        Client loader = Client.loader();
        loader.put("/fhir/Patient/it-narrative-page", patient("it-narrative-page", GOOD));
        for (String path : new String[] {
            "/fhir/Patient/it-narrative-page",
            "/fhir/Patient/it-narrative-page?_format=html/json",
            "/fhir/Patient/it-narrative-page?_format=html/xml",
            "/fhir/Patient/it-narrative-page?_summary=text",
            "/fhir/metadata?_format=html/json"
        }) {
            Answer answer = loader.send(loader.request(path)
                    .header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                    .GET());
            assertThat(answer.header("Content-Security-Policy")).as(path).contains("default-src 'none'", "sandbox");
            assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
            assertThat(answer.body()).as(path).doesNotContain("<script", "<html", "stylesheet");
        }
    }
}
