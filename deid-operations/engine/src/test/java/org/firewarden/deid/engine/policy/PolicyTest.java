package org.firewarden.deid.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.firewarden.deid.engine.structure.R4Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyTest {

    private static final String HEAD = """
            policy: test
            label: PSEUDED
            undatedAsOf: 2026
            resources:
              - {type: Patient, why: "w"}
            rules:
              - {path: Address, do: enter, why: "w"}
            """;

    private final R4Structure structure = R4Structure.load();

    private Policy parse(String yaml) {
        return Policy.parse(yaml.getBytes(StandardCharsets.UTF_8), structure);
    }

    @Test
    void theShippedPolicyCompiles() {
        Policy policy = Policy.shipped("safe-harbor", structure).orElseThrow();
        assertThat(policy.sha256()).hasSize(64);
        assertThat(policy.allowList().resourceTypes())
                .contains("Patient", "Observation")
                .doesNotContain("AuditEvent");
        assertThat(Policy.shipped("../safe-harbor", structure)).isEmpty();
    }

    @Test
    void theTaggerRunsWhereThePolicyTurnsItOn() {
        assertThat(parse(HEAD).tagsNames()).isFalse();
        assertThat(parse("tagger: on\n" + HEAD).tagsNames()).isTrue();
        assertThatThrownBy(() -> parse("tagger: maybe\n" + HEAD))
                .isInstanceOfSatisfying(
                        PolicyException.class,
                        e -> assertThat(e.problems())
                                .anySatisfy(p -> assertThat(p).endsWith("tagger: it is 'off' or 'on'")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{path: Patient.shoeSize, do: drop, why: w}|line 8: R4 has no element Patient.shoeSize",
                "{path: Patient.birthDate.day, do: year, why: w}|line 8: R4 has no element Patient.birthDate.day",
                "{path: Zodiac, do: drop, why: w}|line 8: R4 has no type Zodiac",
                "{path: string, do: keep, why: w}|line 8: 'keep' cannot be applied to type string",
                "{path: Patient.birthDate, do: keep, why: w}|line 8: 'keep' cannot be applied to Patient.birthDate",
                "{path: HumanName.family, do: keep, why: w}|line 8: 'keep' cannot be applied to HumanName.family",
                "{path: Patient.gender, do: shout, why: w}|line 8: there is no action 'shout'",
                "{path: Patient.gender, do: keep}|line 8: the entry lacks 'why'",
                "{path: Address, do: drop, why: w}|line 8: Address is named in line 7 too"
            })
    void aRuleThatCannotHoldIsRefusedWithItsLine(String rule, String problem) {
        assertThatThrownBy(() -> parse(HEAD + "  - " + rule + "\n"))
                .isInstanceOfSatisfying(
                        PolicyException.class,
                        e -> assertThat(e.problems())
                                .anySatisfy(p -> assertThat(p).startsWith(problem)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{path: HumanName, do: enter, why: w}|line 9: 'enter' lets out HumanName, forbidden by 164.514(b)(2)(i)(A)",
                "{path: Patient.name, do: enter, why: w}|line 9: 'enter' lets out Patient.name, forbidden by 164.514(b)(2)(i)(A)",
                "{path: HumanName.text, do: scrub, why: w}|line 9: 'scrub' lets out HumanName.text, forbidden by 164.514(b)(2)(i)(A)",
                "{path: Address.line, do: scrub, why: w}|line 9: 'scrub' lets out Address.line, forbidden by 164.514(b)(2)(i)(B)",
                "{path: Address.city, do: city, why: w}|line 9: 'city' lets out Address.city, forbidden by 164.514(b)(2)(i)(B)",
                "{path: Patient.telecom, do: enter, why: w}|line 9: 'enter' lets out Patient.telecom, whose type ContactPoint",
                "{path: Patient.photo, do: scrub, why: w}|line 9: 'scrub' lets out Patient.photo, forbidden by 164.514(b)(2)(i)(Q)",
                "{path: dateTime, do: shift, why: w}|line 9: 'shift' lets out more of dateTime than the year, forbidden by 164",
                "{path: Patient.birthDate, do: date, why: w}|line 9: 'date' lets out more of Patient.birthDate than the year"
            })
    void safeHarborLetsNoDirectIdentifierOut(String rule, String problem) {
        assertThatThrownBy(() -> parse("clause: 45 CFR 164.514(b)(2)\n" + HEAD + "  - " + rule + "\n"))
                .isInstanceOfSatisfying(
                        PolicyException.class,
                        e -> assertThat(e.problems())
                                .anySatisfy(p -> assertThat(p).startsWith(problem)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ids: keyed|45 CFR 164.514(b)(2)|line 2: ids: Safe Harbor codes are not derived",
                "ages: any|45 CFR 164.514(b)(2)|line 2: ages: Safe Harbor tells no age over 89",
                "ages: any|45 CFR 164.514(e)|line 1: demands: a limited data set takes a data use agreement",
                "ages: some|none|line 2: ages: it is 'up-to-89' or 'any'",
                "agse: any|none|line 2: a policy has no 'agse'",
                "clause: 45 CFR|none|line 2: 'clause' stands there twice"
            })
    void aHeaderThatBreaksItsClauseIsRefused(String header, String clause, String problem) {
        assertThatThrownBy(() -> parse("clause: " + clause + "\n" + header + "\n" + HEAD))
                .isInstanceOfSatisfying(
                        PolicyException.class,
                        e -> assertThat(e.problems())
                                .anySatisfy(p -> assertThat(p).startsWith(problem)));
    }

    @Test
    void aPolicyThatContradictsItselfIsRefused() {
        String rules = """
                  - {path: Patient.contact, do: drop, why: w}
                  - {path: Patient.contact.gender, do: keep, why: w}
                  - {path: Encounter.status, do: keep, why: w}
                """;
        assertThatThrownBy(() -> parse(HEAD + rules))
                .isInstanceOfSatisfying(
                        PolicyException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "line 9: Patient.contact.gender cannot come out, since line 8 drops Patient.contact",
                                        "line 10: Encounter.status cannot come out, since the policy's resources lack Encounter"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Patient.birthDate|Patient.birthDate: birth-year; line",
                "Patient.address.city|Patient.address.city: dropped; no rule names Patient.address.city or its type string",
                "Patient.address.postalCode|Patient.address.postalCode: zip3; line",
                "Patient.contact.name|Patient.contact.name: dropped; line",
                "Patient.zodiac|Patient.zodiac: R4 has no element Patient.zodiac",
                "AuditEvent.agent|AuditEvent.agent: dropped; the policy does not name the resource type AuditEvent",
                "Patient|Patient: released, its elements one by one",
                "Zodiac|Zodiac: R4 has no type Zodiac"
            })
    void aPathIsExplained(String path, String start) {
        assertThat(Policy.shipped("safe-harbor", structure).orElseThrow().explain(path))
                .startsWith(start);
    }

    @Test
    void whatIsExplainedIsWhatIsCompiled() {
        for (String name : Policy.shipped()) {
            Policy policy = Policy.shipped(name, structure).orElseThrow();
            for (String type : policy.allowList().resourceTypes()) {
                ElementNode node = Objects.requireNonNull(policy.allowList().resource(type));
                structure
                        .type(type)
                        .orElseThrow()
                        .properties()
                        .keySet()
                        .forEach(property -> assertThat(
                                        policy.explain(type + "." + property).contains(": dropped"))
                                .as(name + " " + type + "." + property)
                                .isEqualTo(node.step(property) == null));
            }
        }
    }

    @Test
    void anExtensionWhoseCodeIsNoRegularExpressionIsRefused() {
        String extension = "extensions:\n  - {url: u, value: valueCode, code: \"[\", why: w}\n";
        assertThatThrownBy(() -> parse(extension + HEAD))
                .isInstanceOfSatisfying(
                        PolicyException.class,
                        e -> assertThat(e.problems()).contains("line 2: 'code' is not a regular expression"));
    }

    @Test
    void eachProblemIsNamed() {
        assertThatThrownBy(() -> parse(
                        "policy: x\nrules:\n  - {path: A.b, do: keep, why: w}\n  - {path: C, do: keep, why: w}\n"))
                .isInstanceOfSatisfying(
                        PolicyException.class, e -> assertThat(e.problems()).hasSizeGreaterThanOrEqualTo(4));
    }

    @Test
    void aRuleBelowATypeHoldsWhereverTheTypeStands() {
        AllowList list =
                parse(HEAD + "  - {path: Address.state, do: state, why: w}\n").allowList();
        ElementNode patient = Objects.requireNonNull(list.resource("Patient"));
        assertThat(patient.kept()).containsExactly("address");
        Step address = Objects.requireNonNull(patient.step("address"));
        assertThat(Objects.requireNonNull(address.child()).kept()).containsExactly("state");
    }
}
