package org.firewarden.gate.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.firewarden.gate.decision.ConsentProvision;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.ledger.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JdbcConsentRulesIT {

    private final ConsentRules rules = new JdbcConsentRules(
            TestDatabase.jdbc(), references -> Map.of("Encounter/e", Set.of("Condition/c", "Patient/p")));
    private final String patient = UUID.randomUUID().toString();
    private final String id = UUID.randomUUID().toString();

    private StoredConsent consent(@Nullable String patientId, @Nullable String study, String provision) {
        return new StoredConsent(id, patientId, study, ConsentText.of(ConsentDsl.consent(id, "research", provision)));
    }

    private ConsentProvision root() {
        return rules.of(Set.of(patient)).getOrDefault(patient, List.of()).get(0).root();
    }

    @Test
    void whatIsPutIsInTheNextSnapshot() {
        rules.put(consent(patient, null, "deny purpose=HRESCH { permit class=Observation }"));

        assertThat(rules.of(Set.of(patient, "other")).get(patient))
                .containsExactly(ConsentDsl.rule(id, "research", "deny purpose=HRESCH { permit class=Observation }"));
    }

    @Test
    void aChangedConsentReplacesWhatItSaidBefore() {
        rules.put(consent(patient, null, "deny"));
        rules.put(consent(patient, null, "permit"));

        assertThat(rules.of(Set.of(patient)).get(patient))
                .extracting(rule -> rule.root().type())
                .containsExactly(ConsentProvision.Type.PERMIT);
    }

    @Test
    void aConsentThatMovesToAnotherPatientLeavesTheFirst() {
        rules.put(consent(patient, null, "deny"));
        rules.put(consent("another-" + patient, null, "deny"));

        assertThat(rules.of(Set.of(patient))).isEmpty();
    }

    @Test
    void aRemovedConsentIsGone() {
        rules.put(consent(patient, null, "deny"));
        rules.remove(id);

        assertThat(rules.of(Set.of(patient))).isEmpty();
    }

    @Test
    void aWaiverIsAboutEachPatient() {
        rules.put(consent(null, null, "permit"));
        try {
            assertThat(rules.of(Set.of(patient, "other-" + patient)))
                    .containsOnlyKeys(patient, "other-" + patient)
                    .allSatisfy((who, list) ->
                            assertThat(list).extracting(ConsentRule::consentId).containsExactly(id));
        } finally {
            rules.remove(id);
        }
    }

    @Test
    void permitsHoldWhileTheirStudyIsOpen() {
        String study = UUID.randomUUID().toString();
        rules.put(consent(patient, study, "permit"));

        assertThat(root().type()).isNull();
        rules.putStudy(study, true);
        assertThat(root().type()).isEqualTo(ConsentProvision.Type.PERMIT);
        rules.putStudy(study, true);
        rules.putStudy(study, false);
        assertThat(root().type()).isNull();
    }

    @Test
    void whatCannotBeReadDeniesEverything() {
        rules.put(new StoredConsent(id, patient, null, "{"));

        assertThat(rules.of(Set.of(patient)).get(patient)).containsExactly(ConsentRule.denyingAll(id));
    }

    @Test
    void aRelatedResourceBringsWhatItRefersToButNotItsPatient() {
        rules.put(consent(patient, null, "deny related=Encounter/e"));

        assertThat(root().data().get(0).refersTo()).containsExactly("Condition/c");
    }
}
