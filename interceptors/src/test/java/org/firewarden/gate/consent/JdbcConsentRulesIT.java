package org.firewarden.gate.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firewarden.gate.decision.ConsentProvision;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.ledger.TestDatabase;
import org.hl7.fhir.r4.model.Consent;
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

    private Map<String, List<ConsentRule>> of(String... patients) {
        return rules.of(Stream.of(patients).collect(Collectors.toMap(who -> who, who -> Set.of())));
    }

    private ConsentProvision root() {
        return of(patient).getOrDefault(patient, List.of()).get(0).root();
    }

    @Test
    void whatIsPutIsInTheNextSnapshot() {
        rules.put(consent(patient, null, "deny purpose=HRESCH { permit class=Observation }"));

        assertThat(of(patient, "other").get(patient))
                .containsExactly(ConsentDsl.rule(id, "research", "deny purpose=HRESCH { permit class=Observation }"));
    }

    @Test
    void aChangedConsentReplacesWhatItSaidBefore() {
        rules.put(consent(patient, null, "deny"));
        rules.put(consent(patient, null, "permit"));

        assertThat(of(patient).get(patient))
                .extracting(rule -> rule.root().type())
                .containsExactly(ConsentProvision.Type.PERMIT);
    }

    @Test
    void aConsentThatMovesToAnotherPatientLeavesTheFirst() {
        rules.put(consent(patient, null, "deny"));
        rules.put(consent("another-" + patient, null, "deny"));

        assertThat(of(patient)).isEmpty();
    }

    @Test
    void aRemovedConsentIsGone() {
        rules.put(consent(patient, null, "deny"));
        rules.remove(id);

        assertThat(of(patient)).isEmpty();
    }

    @Test
    void aWaiverIsAboutEachPatientOfTheCohort() {
        String study = UUID.randomUUID().toString();
        rules.putStudy(study, true);
        rules.put(consent(null, study, "permit"));
        try {
            assertThat(rules.of(Map.of(patient, Set.of(study), "other-" + patient, Set.of(study), "out", Set.of())))
                    .containsOnlyKeys(patient, "other-" + patient)
                    .allSatisfy((who, list) ->
                            assertThat(list).extracting(ConsentRule::consentId).containsExactly(id));
        } finally {
            rules.remove(id);
        }
    }

    @Test
    void aWaiverPermitsForTheCohortOfItsStudyAlsoIfItNamesThePatient() {
        String study = UUID.randomUUID().toString();
        rules.putStudy(study, true);
        for (String named : Arrays.asList(patient, null)) {
            Consent waiver = WaiverTest.waiver("permit actor=Organization/university period=2026..2026");
            rules.put(new StoredConsent(id, named, study, ConsentText.of(waiver)));
            try {
                assertThat(typeFor(Set.of(study, "another"))).isEqualTo(ConsentProvision.Type.PERMIT);
                assertThat(typeFor(Set.of("another"))).isNull();
                assertThat(typeFor(Set.of())).isNull();
                rules.putStudy(study, false);
                assertThat(typeFor(Set.of(study))).isNull();
                rules.putStudy(study, true);
            } finally {
                rules.remove(id);
            }
        }
    }

    private ConsentProvision.@Nullable Type typeFor(Set<String> studies) {
        List<ConsentRule> found = rules.of(Map.of(patient, studies)).getOrDefault(patient, List.of());
        return found.isEmpty() ? null : found.get(0).root().type();
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

        assertThat(of(patient).get(patient)).containsExactly(ConsentRule.denyingAll(id));
    }

    @Test
    void aRelatedResourceBringsWhatItRefersToButNotItsPatient() {
        rules.put(consent(patient, null, "deny related=Encounter/e"));

        assertThat(root().data().get(0).refersTo()).containsExactly("Condition/c");
    }
}
