package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firewarden.it.HiddenRecord.alice;
import static org.firewarden.it.HiddenRecord.cody;
import static org.firewarden.it.HiddenRecord.put;

import java.net.http.HttpRequest;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;

/**
 * Attack class 8, contained resources and text: what is hidden is in nothing that holds other things. {@code MinimumNecessaryIT}
 * shows it for what a policy masks.
 */
@Control({"164.312(a)(1)", "164.502(b)"})
class ContentAttackIT {

    @Test
    void contentOfNobodyKnownIsNobodysToRead() {
        assertThat(cody().get("/fhir/Binary/it-page").status()).isEqualTo(404);
        assertThat(cody().get("/fhir/Binary/absent").status()).isEqualTo(404);
        assertThat(cody().get("/fhir/Binary?_lastUpdated=gt2000").body()).doesNotContain("c2VjcmV0");
    }

    @Test
    void theAnswerToAPatchShowsNoMoreThanTheScopesDo() {
        Client.loader().put("/fhir/Observation/it-page-vital", """
                {"resourceType": "Observation", "id": "it-page-vital", "status": "final", "code": {"text": "canaryvital"},
                 "category": [{"coding": [{"code": "vital-signs"}]}], "subject": {"reference": "Patient/it-page-seen"}}
                """);
        Client narrow = Client.as("cody", "user/Observation.u user/Observation.rs?category=laboratory");
        Answer answer = narrow.send(narrow.request("/fhir/Observation/it-page-vital")
                .header("Content-Type", "application/json-patch+json")
                .method(
                        "PATCH",
                        HttpRequest.BodyPublishers.ofString(
                                "[{\"op\": \"add\", \"path\": \"/language\", \"value\": \"en\"}]")));

        assertThat(answer.body()).doesNotContain("canaryvital");
    }

    @Test
    void whatIsContainedIsAboutItsOwnPatientToo() {
        cody();
        put(Client.loader(), "Observation/it-contained", """
                "status": "final", "code": {"text": "x"}, "subject": {"reference": "Patient/it-page-seen"},
                "contained": [{"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/it-page-hidden"},
                               "code": {"text": "canarycontained"}}],
                "focus": [{"reference": "#c"}]
                """);

        assertThat(alice().get("/fhir/Observation/it-contained").body()).contains("canarycontained");
        assertThat(cody().get("/fhir/Observation/it-contained").status()).isEqualTo(404);
        assertThat(cody().get("/fhir/Observation?patient=it-page-seen&_elements=contained")
                        .body())
                .doesNotContain("canarycontained");
    }
}
