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
                .doesNotContain("Binary");
        assertThat(Policy.shipped("../safe-harbor", structure)).isEmpty();
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
