package org.firewarden.gate.consent;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import org.firewarden.gate.decision.ConsentRule;
import org.hl7.fhir.r4.model.Consent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentReaderTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();

    private static Consent consent(String status, String scope, String provision) {
        return FHIR.newJsonParser().parseResource(Consent.class, """
                        {"resourceType": "Consent", "id": "c1", "status": "%s",
                         "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "%s"}]},
                         "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                         "patient": {"reference": "Patient/p1"}, "provision": %s}
                        """.formatted(status, scope, provision));
    }

    @Test
    void anActiveDenyIsARule() {
        ConsentReading reading = ConsentReader.read(consent("active", "patient-privacy", """
                {"type": "deny", "period": {"start": "2026-01-01T00:00:00Z"},
                 "actor": [{"role": {"text": "x"}, "reference": {"reference": "Practitioner/cody"}}],
                 "purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HPAYMT"}]}
                """));

        assertThat(reading).isInstanceOf(ConsentReading.Rule.class);
        ConsentReading.Rule rule = (ConsentReading.Rule) reading;
        assertThat(rule.patientId()).isEqualTo("p1");
        assertThat(rule.rule().type()).isEqualTo(ConsentRule.Type.DENY);
        assertThat(rule.rule().actors()).containsExactly("Practitioner/cody");
        assertThat(rule.rule().purposes()).containsExactly("HPAYMT");
        assertThat(rule.rule().start()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(rule.rule().end()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"draft", "proposed", "rejected", "inactive", "entered-in-error"})
    void aConsentThatIsNotActiveIsNoRule(String status) {
        assertThat(ConsentReader.read(consent(status, "patient-privacy", "{\"type\": \"deny\"}")))
                .isInstanceOf(ConsentReading.NoRule.class);
    }

    @Test
    void anAdvanceDirectiveIsNoRule() {
        assertThat(ConsentReader.read(consent("active", "adr", "{\"type\": \"deny\"}")))
                .isInstanceOf(ConsentReading.NoRule.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"permit\", \"provision\": [{\"type\": \"deny\"}]}",
                "{\"type\": \"deny\", \"securityLabel\": [{\"code\": \"R\"}]}",
                "{\"type\": \"deny\", \"class\": [{\"code\": \"Observation\"}]}",
                "{\"type\": \"deny\", \"code\": [{\"text\": \"x\"}]}",
                "{\"type\": \"deny\", \"action\": [{\"text\": \"x\"}]}",
                "{\"type\": \"deny\", \"dataPeriod\": {\"start\": \"2026\"}}",
                "{\"type\": \"deny\", \"data\": [{\"meaning\": \"instance\", \"reference\": {\"reference\": \"X/1\"}}]}",
                "{\"type\": \"deny\", \"purpose\": [{\"system\": \"urn:other\", \"code\": \"TREAT\"}]}",
                "{\"type\": \"deny\", \"actor\": [{\"role\": {\"text\": \"x\"}, \"reference\": {\"display\": \"x\"}}]}"
            })
    void whatCannotBeHonouredIsRefused(String provision) {
        assertThat(ConsentReader.read(consent("active", "patient-privacy", provision)))
                .isInstanceOf(ConsentReading.Unenforceable.class);
    }

    @Test
    void allProblemsAreNamed() {
        ConsentReading reading = ConsentReader.read(consent(
                "active",
                "patient-privacy",
                "{\"type\": \"deny\", \"code\": [{\"text\": \"x\"}], \"provision\": [{}, {}],"
                        + " \"class\": [{\"code\": \"x\"}]}"));

        assertThat(((ConsentReading.Unenforceable) reading).problems()).hasSizeGreaterThanOrEqualTo(2);
    }
}
