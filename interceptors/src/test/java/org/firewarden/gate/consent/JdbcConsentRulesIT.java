package org.firewarden.gate.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.ledger.TestDatabase;
import org.junit.jupiter.api.Test;

class JdbcConsentRulesIT {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final ConsentRules rules = new JdbcConsentRules(TestDatabase.jdbc());
    private final String patient = UUID.randomUUID().toString();

    private static ConsentRule rule(String id, ConsentRule.Type type) {
        return new ConsentRule(id, type, Set.of("HRESCH"), Set.of("Practitioner/x"), true, NOW, null);
    }

    @Test
    void whatIsPutIsInTheNextSnapshot() {
        String id = UUID.randomUUID().toString();
        rules.put(patient, rule(id, ConsentRule.Type.DENY));

        assertThat(rules.of(Set.of(patient, "other")).get(patient)).isEqualTo(List.of(rule(id, ConsentRule.Type.DENY)));
    }

    @Test
    void aChangedConsentReplacesWhatItSaidBefore() {
        String id = UUID.randomUUID().toString();
        rules.put(patient, rule(id, ConsentRule.Type.DENY));
        rules.put(patient, rule(id, ConsentRule.Type.PERMIT));

        assertThat(rules.of(Set.of(patient)).get(patient))
                .extracting(ConsentRule::type)
                .containsExactly(ConsentRule.Type.PERMIT);
    }

    @Test
    void aConsentThatMovesToAnotherPatientLeavesTheFirst() {
        String id = UUID.randomUUID().toString();
        rules.put(patient, rule(id, ConsentRule.Type.DENY));
        rules.put("another-" + patient, rule(id, ConsentRule.Type.DENY));

        assertThat(rules.of(Set.of(patient))).isEmpty();
    }

    @Test
    void aRemovedConsentIsGone() {
        String id = UUID.randomUUID().toString();
        rules.put(patient, rule(id, ConsentRule.Type.DENY));
        rules.remove(id);

        assertThat(rules.of(Set.of(patient))).isEmpty();
    }
}
