package org.firewarden.gate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.ElementRules;
import org.firewarden.access.ElementRules.Visibility;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.gate.decision.Confidentiality;
import org.firewarden.gate.decision.PolicyRule;
import org.firewarden.gate.decision.TypeRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken, and what is refused with file, line and reason. */
class PolicyFilesTest {

    private static final PolicyFiles FILES = new PolicyFiles(FhirContext.forR4Cached());

    private static final String GOOD = """
            policy: payer
            reason: Payment.
            roles: [billing]
            purposes: [HPAYMT]
            types:
              - of: [Patient]
                interactions: [read, search]
                elements: [name, contact.name, "extension(http://example.org/x)"]
                masked: [telecom]
                absent: [name.given]
              - of: [Claim]
                interactions: [read]
            """;

    private static PolicyFile file(String name, String content) {
        return new PolicyFile(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static PolicyRule accepted(String content) {
        PolicyReading reading = FILES.read(List.of(file("a.yaml", content)));
        assertThat(reading).isInstanceOf(PolicyReading.Accepted.class);
        return ((PolicyReading.Accepted) reading).policy().rules().get(0);
    }

    private static List<String> problems(PolicyFile... files) {
        PolicyReading reading = FILES.read(List.of(files));
        assertThat(reading).isInstanceOf(PolicyReading.Refused.class);
        return ((PolicyReading.Refused) reading)
                .problems().stream().map(PolicyProblem::toString).toList();
    }

    @Test
    void whatIsLeftOutTakesTheNarrowestValue() {
        PolicyRule rule = accepted(GOOD);

        assertThat(rule.relationship()).isEqualTo(PolicyRule.CareRelationship.REQUIRED);
        assertThat(rule.consent()).isEqualTo(PolicyRule.ConsentDefault.DENY);
        assertThat(rule.ceiling()).isEqualTo(Confidentiality.N);
        assertThat(rule.recordsWithoutConsent()).isFalse();
        assertThat(rule.isBulkAllowed()).isFalse();
        assertThat(rule.operations()).isEmpty();
        assertThat(rule.pageLimit()).isEqualTo(100);
    }

    @Test
    void listsBecomeElementRules() {
        TypeRule patient = Objects.requireNonNull(accepted(GOOD).types().get("Patient"));
        ElementRules elements = patient.elements();

        assertThat(patient.interactions()).containsExactlyInAnyOrder(Interaction.READ, Interaction.SEARCH);
        assertThat(elements.of("Patient.name.family")).isEqualTo(Visibility.VISIBLE);
        assertThat(elements.of("Patient.name.given")).isEqualTo(Visibility.ABSENT);
        assertThat(elements.of("Patient.telecom")).isEqualTo(Visibility.MASKED);
        assertThat(elements.of("Patient.telecom.value")).isEqualTo(Visibility.MASKED);
        assertThat(elements.of("Patient.birthDate")).isEqualTo(Visibility.ABSENT);
        assertThat(elements.of("Patient.contact.name.text")).isEqualTo(Visibility.VISIBLE);
        assertThat(elements.of("Patient.contact.telecom")).isEqualTo(Visibility.ABSENT);
        assertThat(elements.of("Patient.extension(http://example.org/x)")).isEqualTo(Visibility.VISIBLE);
        assertThat(elements.of("Patient.extension(http://example.org/y)")).isEqualTo(Visibility.ABSENT);
        assertThat(elements.of("Patient.name.extension(http://example.org/y)")).isEqualTo(Visibility.ABSENT);
        assertThat(elements.of("Patient.text")).isEqualTo(Visibility.ABSENT);
    }

    @Test
    void aPolicyThatHidesSomethingShowsNoNarrativeOfItsOtherTypes() {
        ElementRules claim =
                Objects.requireNonNull(accepted(GOOD).types().get("Claim")).elements();

        assertThat(claim.of("Claim.text")).isEqualTo(Visibility.ABSENT);
        assertThat(claim.of("Claim.item")).isEqualTo(Visibility.VISIBLE);
        assertThat(claim.isReadable("Claim.item")).isTrue();
    }

    static List<Arguments> badFiles() {
        List<Arguments> rows = new ArrayList<>();
        row(rows, "policy: payer", "policy: payer\ncolour: red", "a.yaml:2: unknown key 'colour'");
        row(rows, "[Patient]", "[Patient]\n    pages: 3", "a.yaml:7: unknown key 'pages'");
        row(rows, "[Patient]", "[Patiant]", "a.yaml:6: 'Patiant' is not a resource type of R4");
        row(rows, "[name, ", "[nme, ", "a.yaml:8: 'Patient' has no element 'nme' in R4");
        row(rows, "contact.name", "contact.nme", "a.yaml:8: 'Patient' has no element 'contact.nme' in R4");
        row(rows, "[telecom]", "[name.family.x]", "a.yaml:9: 'Patient' has no element 'name.family.x' in R4");
        row(rows, "[telecom]", "[deceasedBoolean]", "a.yaml:9: 'Patient' has no element 'deceasedBoolean' in R4");
        row(rows, "[telecom]", "[meta.tag]", "a.yaml:9: 'meta' cannot be hidden");
        row(rows, "[billing]", "[biller]", "a.yaml:3: roles/0: does not have a value in the enumeration");
        row(rows, "[HPAYMT]", "[PAY]", "a.yaml:4: purposes/0: does not have a value in the enumeration");
        row(rows, "[HPAYMT]", "[HPAYMT, HPAYMT]", "a.yaml:4: purposes: must have only unique items");
        row(rows, "[HPAYMT]", "[]", "a.yaml:4: purposes: must have at least 1 items");
        row(rows, "[read]", "[write]", "a.yaml:12: types/1/interactions/0: does not have a value in the enum");
        row(rows, "[Claim]", "[Patient]", "a.yaml:11: the type 'Patient' is named twice");
        row(rows, "[Claim]", "['*']", "a.yaml:11: a policy that hides elements names each type");
        row(rows, "[Claim]\n", "[Location]\n    masked: [name]\n", "a.yaml:11: the elements of 'Location' are hidden");
        row(
                rows,
                "policy: payer",
                "policy: payer\nwithheld: [SECRET]",
                "a.yaml:2: 'SECRET' is not a code of v3-ActCode");
        row(
                rows,
                "policy: payer",
                "policy: payer\npage-limit: 0",
                "a.yaml:2: page-limit: must have a minimum value of 1");
        row(
                rows,
                "policy: payer",
                "policy: payer\npage-limit: '9'",
                "a.yaml:2: page-limit: string found, integer expected");
        row(rows, "policy: payer", "policy: payer\nbulk: maybe", "a.yaml:2: bulk: string found, boolean expected");
        row(
                rows,
                "policy: payer",
                "policy: payer\noperations: [$export]",
                "a.yaml:2: $export is opened by 'bulk: true'");
        row(rows, "policy: payer", "policy: payer\npolicy: other", "a.yaml:2: the key 'policy' stands here twice");
        row(rows, "policy: payer", "policy: payer\ntypes-of: other", "a.yaml:1: a policy has either types or types-of");
        row(rows, "reason: Payment.\n", "", "a.yaml:1: required property 'reason' not found");
        row(rows, "[read]\n", "[read]\n    only: subject.name=x\n", "a.yaml:13: 'only' takes token parameters");
        row(rows, "[Claim]", "[AuditEvent]", "a.yaml:12: nobody writes AuditEvent", "[read]", "[create]");
        row(rows, "[HPAYMT]", "[HPAYMT", "a.yaml:5: not YAML");
        row(rows, "[HPAYMT]", "&a [HPAYMT]\nroles-too: *a", "a.yaml: not YAML that is read here");
        return rows;
    }

    private static void row(List<Arguments> rows, String good, String bad, String problem, String... further) {
        String content = GOOD.replace(good, bad);
        for (int i = 0; i < further.length; i += 2) {
            content = content.replace(further[i], further[i + 1]);
        }
        rows.add(Arguments.of(content, problem));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void aBadFileIsRefusedWithFileLineAndReason(String content, String problem) {
        assertThat(content).isNotEqualTo(GOOD);
        assertThat(problems(file("a.yaml", content)))
                .hasSize(1)
                .first()
                .asString()
                .startsWith(problem);
    }

    @Test
    void everyProblemOfEveryFileIsFoundAtOnce() {
        String bad = GOOD.replace("[billing]", "[biller]").replace("Payment.", "''");

        assertThat(problems(
                        file("a.yaml", bad),
                        file("b.yaml", GOOD.replace("[Patient]", "[Patiant]").replace("[Claim]", "[Clame]")),
                        file("everybody.yaml", "tenent: x")))
                .hasSize(5)
                .anyMatch(problem -> problem.startsWith("a.yaml:2"))
                .anyMatch(problem -> problem.startsWith("a.yaml:3"))
                .anyMatch(problem -> problem.startsWith("b.yaml:6"))
                .anyMatch(problem -> problem.startsWith("b.yaml:11"))
                .anyMatch(problem -> problem.startsWith("everybody.yaml:1: unknown key 'tenent'"));
    }

    @Test
    void twoFilesWithOneIdAreRefused() {
        assertThat(problems(file("a.yaml", GOOD), file("b.yaml", "# again\n" + GOOD)))
                .containsExactly("b.yaml:2: the policy 'payer' is in a.yaml already");
    }

    @Test
    void typesOfAPolicyThatIsNotThereAreRefused() {
        String borrower = """
                policy: lent
                reason: Payment.
                roles: [clinician]
                purposes: [HPAYMT]
                types-of: %s
                """;

        assertThat(problems(file("a.yaml", GOOD), file("b.yaml", borrower.formatted("nobody"))))
                .containsExactly("b.yaml:5: there is no policy of that name");
        assertThat(problems(file("a.yaml", GOOD), file("b.yaml", borrower.formatted("lent"))))
                .containsExactly("b.yaml:5: the policy of that name has no types of its own");
    }

    @ParameterizedTest
    @MethodSource("notPolicies")
    void whatIsNoPolicyIsRefused(byte[] content) {
        assertThat(problems(new PolicyFile("a.yaml", content))).isNotEmpty().allMatch(p -> p.startsWith("a.yaml"));
    }

    static List<byte[]> notPolicies() {
        String bomb = "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
        return List.of(
                        "",
                        "# nothing",
                        "- a",
                        "a",
                        "{}",
                        "? [x]\n: y",
                        bomb,
                        "[".repeat(5000),
                        "a: " + "x".repeat(300_000),
                        GOOD + "---\n" + GOOD)
                .stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .collect(java.util.stream.Collectors.collectingAndThen(
                        java.util.stream.Collectors.toCollection(ArrayList::new), all -> {
                            all.add(new byte[] {'a', ':', ' ', (byte) 0xff});
                            return all;
                        }));
    }

    @Test
    void noPolicyAtAllIsRefused() {
        assertThat(problems()).hasSize(1);
        assertThat(problems(file("everybody.yaml", "tenant: a"))).hasSize(1);
    }

    @Test
    void theHashChangesWithEachByteAndNotWithTheOrder() {
        String other = GOOD.replace("payer", "other");
        String first = hash(file("a.yaml", GOOD), file("b.yaml", other));

        assertThat(hash(file("b.yaml", other), file("a.yaml", GOOD))).isEqualTo(first);
        assertThat(hash(file("a.yaml", GOOD), file("b.yaml", other + "#"))).isNotEqualTo(first);
        assertThat(hash(file("a.yaml", GOOD), file("c.yaml", other))).isNotEqualTo(first);
    }

    private static String hash(PolicyFile... files) {
        return ((PolicyReading.Accepted) FILES.read(List.of(files))).policy().hash();
    }

    @Test
    void theSchemaKnowsTheCodesThatTheCoreKnows() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/org/firewarden/policies/policy.schema.json")) {
            JsonNode schema = new ObjectMapper().readTree(in);

            assertThat(codes(schema.at("/properties/roles/items/enum")))
                    .isEqualTo(new TreeSet<>(
                            Arrays.stream(Role.values()).map(Role::code).toList()));
            assertThat(codes(schema.at("/properties/purposes/items/enum")))
                    .isEqualTo(new TreeSet<>(Arrays.stream(PurposeOfUse.values())
                            .map(PurposeOfUse::code)
                            .toList()));
            assertThat(codes(schema.at("/properties/ceiling/enum")))
                    .isEqualTo(new TreeSet<>(Arrays.stream(Confidentiality.values())
                            .map(Enum::name)
                            .toList()));
        }
    }

    private static Set<String> codes(JsonNode array) {
        Set<String> codes = new TreeSet<>();
        array.forEach(code -> codes.add(code.asText()));
        return codes;
    }
}
