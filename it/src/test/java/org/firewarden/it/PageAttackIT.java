package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firewarden.it.HiddenRecord.alice;
import static org.firewarden.it.HiddenRecord.cody;
import static org.firewarden.it.HiddenRecord.link;
import static org.firewarden.it.HiddenRecord.put;
import static org.firewarden.it.HiddenRecord.shape;

import java.util.ArrayList;
import java.util.List;
import org.firewarden.control.Control;
import org.junit.jupiter.api.Test;

/** Attack class 7, paging and history: pages of others, pages after the fact, versions from before. */
@Control("164.312(a)(1)")
class PageAttackIT {

    @Test
    void aPageLinkIsOfUseToItsMakerOnly() {
        String query = "/fhir/Observation?_count=2&code=8302-2";
        String next = link(alice().get(query).json(), "next").replaceFirst("^https?://[^/]+", "");
        assertThat(next).contains("_getpages=");

        assertThat(alice().get(next).status()).isEqualTo(200);
        String unknown = next.replaceFirst("_getpages=[^&]*", "_getpages=3f1c0b1e-9d0a-4d51-8e0c-0d1c6a1f0001");
        String asUnknown = shape(cody().get(unknown));
        assertThat(shape(cody().get(next))).isEqualTo(asUnknown).startsWith("404");
        assertThat(shape(Client.as("alice", "user/*.rs").get(next))).isEqualTo(asUnknown);
        assertThat(shape(Client.as("alice", "user/*.cruds", "HPAYMT").get(next)))
                .isEqualTo(asUnknown);
    }

    @Test
    void aConstrainedScopeStandsInTheQuerySoThatPagesAreFull() {
        Client client = Client.as(
                "alice",
                "user/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|vital-signs");
        List<String> categories = new ArrayList<>();
        GateIT.entries(client.get("/fhir/Observation?_count=10"))
                .forEach(entry -> categories.add(
                        entry.at("/resource/category/0/coding/0/code").asText()));

        assertThat(categories).hasSize(10).containsOnly("vital-signs");
    }

    @Test
    void aVersionFromBeforeAPatientMovedIsHiddenWithTheRest() {
        Client loader = Client.loader();
        String observation = """
                {"resourceType": "Observation", "id": "it-page-moved", "status": "final", "code": {"text": "canarymoved"},
                 "subject": {"reference": "Patient/%s"}}
                """;
        cody();
        loader.put("/fhir/Observation/it-page-moved", observation.formatted("it-page-hidden"));
        loader.put("/fhir/Observation/it-page-moved", observation.formatted("it-page-seen"));

        assertThat(cody().get("/fhir/Observation/it-page-moved").status()).isEqualTo(200);
        assertThat(cody().get("/fhir/Observation/it-page-moved/_history/1").status())
                .isEqualTo(404);
        assertThat(cody().get("/fhir/Observation/it-page-moved/_history").status())
                .isEqualTo(404);
    }

    @Test
    void aPageThatWasMadeBeforeAConsentHoldsNothingThatItHides() {
        Client loader = Client.loader();
        String consent = """
                "status": "%s", "patient": {"reference": "Patient/it-page-late"},
                "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
                                      "code": "patient-privacy"}]},
                "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                "provision": {"type": "deny", "actor": [{"role": {"text": "clinician"},
                                                         "reference": {"reference": "Practitioner/cody"}}]}
                """;
        put(loader, "Patient/it-page-late", "\"name\": [{\"family\": \"Late\"}]");
        put(loader, "Consent/it-page-late", consent.formatted("inactive"));
        for (int i = 0; i < 4; i++) {
            put(loader, "Condition/it-page-late-" + i, """
                    "subject": {"reference": "Patient/it-page-late"}, "code": {"text": "canarylate"}
                    """);
        }
        Client reader = cody();
        String next = link(
                        reader.get("/fhir/Condition?patient=it-page-late&_count=2")
                                .json(),
                        "next")
                .replaceFirst("^https?://[^/]+", "");
        assertThat(reader.get(next).body()).contains("canarylate");

        put(loader, "Consent/it-page-late", consent.formatted("active"));
        assertThat(reader.get(next).body()).doesNotContain("canarylate");
    }
}
