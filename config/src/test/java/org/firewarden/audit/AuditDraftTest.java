package org.firewarden.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.phi.Phi;
import org.junit.jupiter.api.Test;

class AuditDraftTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final AuditDraft draft = new AuditDraft("c1", "127.0.0.1");

    private List<AuditEntry> entries() {
        return draft.toEntries(NOW, 200);
    }

    @Test
    void aRequestThatConcernsNobodyIsOneEvent() {
        draft.interaction(AuditAction.READ, "capabilities");

        assertThat(entries()).singleElement().satisfies(entry -> {
            assertThat(entry.patientIds()).isEmpty();
            assertThat(entry.context().parts()).isEqualTo(1);
        });
    }

    @Test
    void eachPatientWhoIsShownHasAnEventWithOnlyTheOwnResources() {
        draft.interaction(AuditAction.EXECUTE, "search-type");
        draft.shown(Set.of("a"), "Observation/1", "clinician");
        draft.shown(Set.of("b"), "Observation/2", "clinician");
        draft.shown(Set.of("a"), "Observation/3", "clinician");

        List<AuditEntry> entries = entries();
        assertThat(entries).extracting(AuditEntry::patientIds).containsExactly(Set.of("a"), Set.of("b"));
        assertThat(entries)
                .extracting(AuditEntry::entities)
                .containsExactly(List.of("Observation/1", "Observation/3"), List.of("Observation/2"));
        assertThat(entries).extracting(entry -> entry.context().part()).containsExactly(1, 2);
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.context().parts()).isEqualTo(2);
            assertThat(entry.decidedBy()).isEqualTo("clinician");
            assertThat(entry.outcome()).isEqualTo(AuditOutcome.SUCCESS);
        });
    }

    @Test
    void aResourceOfTwoPatientsIsInTheEventOfEach() {
        draft.shown(Set.of("a", "b"), "Observation/1", null);

        assertThat(entries())
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.entities()).containsExactly("Observation/1"));
    }

    @Test
    void whoIsWithheldOnlyIsAFailureBesideTheSuccessOfTheRest() {
        draft.shown(Set.of("a"), "Observation/1", null);
        draft.withheld(Set.of("b"), new Decision.Deny(DenialReason.CARE_RELATIONSHIP, null));

        List<AuditEntry> entries = entries();
        assertThat(entries)
                .extracting(AuditEntry::outcome)
                .containsExactly(AuditOutcome.SUCCESS, AuditOutcome.MINOR_FAILURE);
        assertThat(entries.get(0).denialReason()).isNull();
        assertThat(entries.get(1).denialReason()).isEqualTo("care-relationship");
        assertThat(entries.get(1).withheldPatientIds()).containsExactly("b");
        assertThat(entries.get(1).httpStatus()).isEqualTo(200);
    }

    @Test
    void aConsentThatClosesIsADecisionOfItsOwn() {
        draft.interaction(AuditAction.READ, "read");
        draft.withheld(Set.of("a"), new Decision.Deny(DenialReason.CONSENT, "Consent/7"));

        List<AuditEntry> entries = draft.toEntries(NOW, 404);
        assertThat(entries).extracting(AuditEntry::interaction).containsExactly("read", "consent-decision");
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.decidedBy()).isEqualTo("Consent/7");
            assertThat(entry.denialReason()).isEqualTo("consent");
            assertThat(entry.outcome()).isEqualTo(AuditOutcome.MINOR_FAILURE);
        });
    }

    @Test
    void aQueryThatMeetsManyClosedPatientsLeavesOneEvent() {
        for (int i = 0; i < 21; i++) {
            draft.withheld(Set.of("p" + i), new Decision.Deny(DenialReason.CONSENT, "Consent/" + i));
        }

        assertThat(entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.withheldPatientIds()).hasSize(21));
    }

    @Test
    void eachEntryOfABundleIsAnEvent() {
        draft.interaction(AuditAction.EXECUTE, "transaction");
        draft.shown(Set.of("a"), "Patient/a", null);
        draft.shown(Set.of("a"), "Observation/1", null);
        draft.shown(Set.of("c"), "Observation/9", null);
        draft.steps(List.of(
                new AuditStep(AuditAction.CREATE, "create", 201, List.of("Observation/1")),
                new AuditStep(AuditAction.UPDATE, "update", 200, List.of("Patient/a")),
                new AuditStep(AuditAction.DELETE, "delete", 404, List.of("Observation/404"))));

        List<AuditEntry> entries = entries();
        assertThat(entries)
                .extracting(AuditEntry::interaction)
                .containsExactly("transaction", "create", "update", "delete", "transaction");
        assertThat(entries).extracting(AuditEntry::httpStatus).containsExactly(200, 201, 200, 404, 200);
        assertThat(entries)
                .extracting(AuditEntry::patientIds)
                .containsExactly(Set.of(), Set.of("a"), Set.of("a"), Set.of(), Set.of("c"));
    }

    @Test
    void maskAndBreakGlassAreOfTheirPatientOnly() {
        draft.shown(Set.of("a"), "Observation/1", null);
        draft.shown(Set.of("b"), "Observation/2", null);
        draft.masked(Set.of("a"));
        draft.underBreakGlass(Set.of("b"), Set.of("grant-1"));

        List<AuditEntry> entries = entries();
        assertThat(entries.get(0).details()).containsEntry("masked", "true").doesNotContainKey("break-glass");
        assertThat(entries.get(1).details())
                .containsEntry("break-glass", "grant-1")
                .doesNotContainKey("masked");
    }

    @Test
    void whatWasAskedTellsNothingAsText() {
        draft.query(Phi.of("Patient?family=Canary"));
        draft.sealedDetail(AuditDetail.OUTPUT, Phi.of("Canary"));

        assertThat(entries().toString()).doesNotContain("Canary");
    }
}
