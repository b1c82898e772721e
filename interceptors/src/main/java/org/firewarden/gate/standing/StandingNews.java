package org.firewarden.gate.standing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.firewarden.gate.standing.StandingChange.Kind;

/**
 * What has been committed since a mark.
 *
 * @param isOfCommittedOnly false within a transaction that writes, which sees what may never be committed, or that sees an
 *     older state than others: what is read there is for nobody else
 * @param isComplete false if it is not known any more what has changed since then
 * @param until the mark up to which this tells
 * @param changes what has changed
 */
record StandingNews(boolean isOfCommittedOnly, boolean isComplete, StandingMark until, Set<StandingChange> changes) {

    static StandingNews of(
            boolean isOfCommittedOnly, boolean isComplete, StandingMark until, List<StandingChange> changes) {
        return new StandingNews(isOfCommittedOnly, isComplete, until, new HashSet<>(changes));
    }

    /** True if nothing that was known may be relied on. */
    boolean isAboutEverything() {
        return !isComplete || changes.stream().anyMatch(change -> change.kind() == Kind.ALL);
    }

    boolean isAbout(PatientRecord record) {
        return !changes.isEmpty()
                && (changes.contains(new StandingChange(Kind.PATIENT, record.patientId()))
                        || record.teams().stream()
                                .anyMatch(team -> changes.contains(new StandingChange(Kind.TEAM, team))));
    }

    boolean isAbout(CallerIdentities identities) {
        return !changes.isEmpty()
                && identities.references().stream()
                        .anyMatch(member -> changes.contains(new StandingChange(Kind.MEMBER, member)));
    }
}
