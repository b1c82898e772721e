package org.firewarden.gate.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.firewarden.gate.decision.ConsentRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Consents mean: each row of {@code consent-table.txt}, from the FHIR resource to the decision of the gate. */
class ConsentTableTest {

    private static final Set<String> SCOPES = Set.of("patient-privacy", "research", "treatment", "adr");

    static List<ConsentTable.Row> rows() {
        return ConsentTable.rows();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void itIsDecidedAsTheTableSays(ConsentTable.Row row) {
        assertThat(QuestionDsl.isPermitted(rules(row.consents()), row.question()))
                .as("%s%n%s%n%s", row.name(), String.join("\n", row.consents()), row.question())
                .isEqualTo(row.isPermitted());
    }

    @Test
    void theTableIsLongAndNamesEachRowOnce() {
        List<ConsentTable.Row> rows = rows();

        assertThat(rows).hasSizeGreaterThanOrEqualTo(60);
        assertThat(new HashSet<>(rows.stream().map(ConsentTable.Row::name).toList()))
                .hasSameSizeAs(rows);
        assertThat(rows.stream().filter(ConsentTable.Row::isPermitted)).hasSizeBetween(25, rows.size() - 25);
    }

    static List<ConsentRule> rules(List<String> consents) {
        List<ConsentRule> rules = new ArrayList<>();
        for (String text : consents) {
            int space = text.indexOf(' ') < 0 ? text.length() : text.indexOf(' ');
            boolean isScoped = SCOPES.contains(text.substring(0, space));
            ConsentReading reading = ConsentReader.read(ConsentDsl.consent(
                    "c" + rules.size(),
                    isScoped ? text.substring(0, space) : "patient-privacy",
                    isScoped ? text.substring(space) : text));
            if (reading instanceof ConsentReading.Unenforceable unenforceable) {
                throw new AssertionError(text + ": " + unenforceable.problems());
            }
            if (reading instanceof ConsentReading.Rule rule) {
                rules.add(rule.rule());
            }
        }
        return rules;
    }
}
