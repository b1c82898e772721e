package org.firewarden.gate.consent;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Set;
import org.firewarden.access.CodedValue;
import org.firewarden.gate.decision.ConsentActor;
import org.firewarden.gate.decision.ConsentProvision;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.Consent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentReaderTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final String ACTIVITY = "'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode'";
    private static final String REASON = "'system': 'http://terminology.hl7.org/CodeSystem/v3-ActReason'";

    private static Consent consent(String status, String scope, String provision, String more) {
        return FHIR.newJsonParser().parseResource(Consent.class, """
                        {'resourceType': 'Consent', 'id': 'c1', 'status': '%s',
                         'scope': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/consentscope', 'code': '%s'}]},
                         'category': [{'coding': [{'system': 'http://loinc.org', 'code': '59284-0'}]}],
                         'patient': {'reference': 'Patient/p1'}, 'provision': %s%s}
                        """.formatted(status, scope, provision, more)
                .replace('\'', '"'));
    }

    private static ConsentReading read(String provision, String more) {
        return ConsentReader.read(consent("active", "patient-privacy", provision, more));
    }

    private static List<String> problems(ConsentReading reading) {
        assertThat(reading).isInstanceOf(ConsentReading.Unenforceable.class);
        return ((ConsentReading.Unenforceable) reading)
                .problems().stream().map(Problem::code).toList();
    }

    @Test
    void anActiveDenyIsARule() {
        ConsentReading reading = read("""
                {'type': 'deny', 'period': {'start': '2026-01-01T00:00:00Z'},
                 'actor': [{'role': {'text': 'x'}, 'reference': {'reference': 'Practitioner/cody/_history/3'}}],
                 'purpose': [{%s, 'code': 'HPAYMT'}]}
                """.formatted(REASON), "");

        assertThat(reading).isInstanceOf(ConsentReading.Rule.class);
        ConsentReading.Rule rule = (ConsentReading.Rule) reading;
        ConsentProvision root = rule.rule().root();
        assertThat(rule.patientId()).isEqualTo("p1");
        assertThat(root.type()).isEqualTo(ConsentProvision.Type.DENY);
        assertThat(root.actors()).containsExactly(new ConsentActor("Practitioner/cody", Set.of()));
        assertThat(root.purposes().codes()).containsExactly("HPAYMT");
        assertThat(root.period().start()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(root.period().end()).isNull();
    }

    @Test
    void aRoleKeepsTheCodingsThatAreKnown() {
        ConsentReading reading = read("""
                {'type': 'deny', 'actor': [{'reference': {'reference': 'Organization/x'}, 'role': {'coding': [
                  {'system': 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'code': 'IRCP'},
                  {'system': 'https://example.org/roles', 'code': 'receiver'}]}}]}
                """, "");

        assertThat(((ConsentReading.Rule) reading).rule().root().actors().get(0).roles())
                .containsExactly(new CodedValue("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"draft", "proposed", "rejected", "inactive", "entered-in-error"})
    void aConsentThatIsNotActiveIsNoRule(String status) {
        assertThat(ConsentReader.read(consent(status, "patient-privacy", "{'type': 'deny'}", "")))
                .isInstanceOf(ConsentReading.NoRule.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adr", "treatment"})
    void aConsentToActsOfCareIsNoRule(String scope) {
        assertThat(ConsentReader.read(consent("active", scope, "{'type': 'deny'}", "")))
                .isInstanceOf(ConsentReading.NoRule.class);
    }

    @Test
    void aScopeThatIsNotKnownIsRefused() {
        assertThat(problems(ConsentReader.read(consent("active", "something", "{'type': 'deny'}", ""))))
                .contains("consent-scope-unknown");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            consent-purpose-unknown | {'type': 'deny', 'purpose': [{'system': 'urn:other', 'code': 'TREAT'}]}
            consent-purpose-unknown | {'type': 'deny', 'purpose': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActReason', 'code': 'FUN'}]}
            consent-purpose-unknown | {'type': 'deny', 'purpose': [{'code': 'TREAT'}]}
            consent-actor-unknown   | {'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference': {'display': 'x'}}]}
            consent-actor-unknown   | {'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference': {'reference': 'https://example.org/fhir/Practitioner/x'}}]}
            consent-actor-unknown   | {'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference': {'reference': '#x'}}]}
            consent-actor-unknown   | {'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference': {'identifier': {'value': 'x'}}}]}
            consent-role-unknown    | {'type': 'deny', 'actor': [{'role': {'coding': [{'system': 'urn:other', 'code': 'x'}]}, 'reference': {'reference': 'Practitioner/x'}}]}
            consent-action-unknown  | {'type': 'deny', 'action': [{'text': 'x'}]}
            consent-action-unknown  | {'type': 'deny', 'action': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/consentaction', 'code': 'look'}]}]}
            consent-label-unknown   | {'type': 'deny', 'securityLabel': [{'code': 'R'}]}
            consent-label-unknown   | {'type': 'deny', 'securityLabel': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', 'code': 'X'}]}
            consent-label-unknown   | {'type': 'deny', 'securityLabel': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'AMB'}]}
            consent-class-unknown   | {'type': 'deny', 'class': [{'code': 'Observation'}]}
            consent-class-unknown   | {'type': 'deny', 'class': [{'system': 'http://hl7.org/fhir/resource-types', 'code': 'Observations'}]}
            consent-class-unknown   | {'type': 'deny', 'class': [{'system': 'urn:ietf:bcp:13', 'code': 'application/pdf'}]}
            consent-code-unknown    | {'type': 'deny', 'code': [{'text': 'x'}]}
            consent-code-unknown    | {'type': 'deny', 'code': [{'coding': [{'code': 'x'}]}]}
            consent-data-unknown    | {'type': 'deny', 'data': [{'meaning': 'instance', 'reference': {'display': 'x'}}]}
            consent-period-invalid  | {'type': 'deny', 'dataPeriod': {'extension': [{'url': 'urn:x', 'valueCode': 'x'}]}}
            consent-contradiction   | {'type': 'deny', 'period': {'start': '2026-02', 'end': '2026-01'}}
            consent-contradiction   | {'type': 'deny', 'dataPeriod': {'start': '2026-02-02', 'end': '2026-02-01'}}
            consent-contradiction   | {'type': 'permit', 'provision': [{'type': 'deny'}]}
            consent-contradiction   | {'type': 'permit', 'provision': [{'class': [{'system': 'http://hl7.org/fhir/resource-types', 'code': 'Observation'}]}]}
            consent-contradiction   | {'class': [{'system': 'http://hl7.org/fhir/resource-types', 'code': 'Observation'}]}
            not-enforced            | {'type': 'deny', 'modifierExtension': [{'url': 'urn:x', 'valueBoolean': true}]}
            not-enforced            | {'type': 'deny', 'extension': [{'url': 'http://hl7.org/fhir/StructureDefinition/consent-location', 'valueReference': {'reference': 'Location/x'}}]}
            """)
    void whatIsNotKnownOrContradictsItselfIsRefused(String code, String provision) {
        String expected = code.equals("not-enforced") ? "consent-not-enforceable" : code;

        assertThat(problems(read(provision, ""))).containsOnly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permit { permit class=Condition ; deny class=Condition }",
                "permit period=2026-01..2026-06 { deny class=Condition period=2026-07.. }",
                "deny purpose=HPAYMT { permit purpose=HRESCH }",
                "deny purpose=HPAYMT { permit class=Claim { permit purpose=TREAT } }",
                "optin deny",
                "optout permit",
                "optin optout deny purpose=HPAYMT"
            })
    void whatCanNeverHoldOrSaysTheOppositeIsRefused(String text) {
        assertThat(problems(ConsentReader.read(ConsentDsl.consent("c", "patient-privacy", text))))
                .containsOnly("consent-contradiction");
    }

    @ParameterizedTest
    @CsvSource({"acd,consent-contradiction", "dnr,consent-contradiction", "rsdid,consent-not-enforceable"})
    void aCategoryThatAsksForSomethingElseIsRefused(String category, String code) {
        Consent consent = ConsentDsl.consent("c", "research", "permit");
        consent.addCategory()
                .addCoding()
                .setSystem("http://terminology.hl7.org/CodeSystem/consentcategorycodes")
                .setCode(category);

        assertThat(problems(ConsentReader.read(consent))).containsExactly(code);
    }

    @Test
    void allProblemsAreNamedWithTheirPlaceAndWithoutTheirValues() {
        ConsentReading reading = read("""
                {'type': 'deny', 'code': [{'text': 'secret'}], 'class': [{'code': 'secret'}],
                 'provision': [{}, {'type': 'permit', 'purpose': [{%s, 'code': 'secret'}]}]}
                """.formatted(REASON), "");

        assertThat(((ConsentReading.Unenforceable) reading).problems())
                .extracting(Problem::text)
                .hasSizeGreaterThanOrEqualTo(5)
                .anyMatch(text -> text.startsWith("Consent.provision.provision[1].purpose[0] "))
                .noneMatch(text -> text.contains("secret"));
    }

    @Test
    void thereIsNoEndOfProblems() {
        String purpose = "{'system': 'urn:other', 'code': 'x'}";
        ConsentReading reading =
                read("{'type': 'deny', 'purpose': [" + (purpose + ",").repeat(500) + purpose + "]}", "");

        assertThat(problems(reading)).hasSize(50);
    }

    @ParameterizedTest
    @CsvSource({"16,true", "17,false"})
    void provisionsNestSixteenDeep(int depth, boolean isRead) {
        String text = "deny" + " { deny class=Condition".repeat(depth) + " }".repeat(depth);
        ConsentReading reading = ConsentReader.read(ConsentDsl.consent("c", "patient-privacy", text));

        if (isRead) {
            assertThat(reading).isInstanceOf(ConsentReading.Rule.class);
        } else {
            assertThat(problems(reading)).containsExactly("consent-too-deep");
        }
    }

    @ParameterizedTest
    @CsvSource({"499,true", "500,false"})
    void aConsentHasFiveHundredProvisions(int nested, boolean isRead) {
        String text = "deny { deny code=loinc:0" + " ; deny code=loinc:1".repeat(nested - 1) + " }";
        ConsentReading reading = ConsentReader.read(ConsentDsl.consent("c", "patient-privacy", text));

        if (isRead) {
            assertThat(reading).isInstanceOf(ConsentReading.Rule.class);
        } else {
            assertThat(problems(reading)).containsExactly("consent-too-large");
        }
    }

    @Test
    void whatIsKeptReadsAsWhatWasWritten() {
        String text = "deny purpose=HPAYMT period=2026..2027-03-04 { permit actor=Organization/payer@PAYOR label=N,HIV"
                + " class=Claim,profile:urn:x code=sct:1 time=2025.. dependents=Encounter/e action=access }";
        Consent consent = ConsentDsl.consent("c", "patient-privacy", text);
        consent.getText().setDivAsString("<div>secret</div>");

        String kept = ConsentText.of(consent);

        assertThat(ConsentText.meaning("c", kept).rule()).isEqualTo(ConsentDsl.rule("c", "patient-privacy", text));
        assertThat(kept).doesNotContain("secret");
    }

    @Test
    void aConsentWithoutPatientIsRefusedUnlessItIsAWaiver() {
        Consent consent = ConsentDsl.consent("c", "patient-privacy", "permit");
        consent.setPatient(null);

        assertThat(problems(ConsentReader.read(consent))).containsExactly("consent-without-patient");
    }

    @Test
    void anOptInThatIsOfAnotherCodeSystemIsNoBaseRule() {
        ConsentReading reading = read("{'type': 'deny'}", ", 'policyRule': {'coding': [{'code': 'OPTIN'}]}");

        assertThat(((ConsentReading.Rule) reading).rule().root().type()).isEqualTo(ConsentProvision.Type.DENY);
        assertThat(problems(
                        read("{'type': 'deny'}", ", 'policyRule': {'coding': [{" + ACTIVITY + ", 'code': 'OPTIN'}]}")))
                .containsExactly("consent-contradiction");
    }
}
