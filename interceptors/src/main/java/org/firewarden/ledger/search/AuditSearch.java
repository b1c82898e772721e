package org.firewarden.ledger.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for: all conditions hold, and within one condition any of its values does. Immutable; each method answers a
 * narrower search.
 *
 * @param terms the conditions
 * @param from the earliest instant, inclusive, or null
 * @param before the instant before which events were recorded, or null
 */
public record AuditSearch(
        List<SearchTerm> terms,
        @Nullable Instant from,
        @Nullable Instant before) {

    private static final AuditSearch ALL = new AuditSearch(List.of(), null, null);

    /** Copies the list. */
    public AuditSearch {
        terms = List.copyOf(terms);
    }

    /** Every event. */
    public static AuditSearch all() {
        return ALL;
    }

    /** Events that concern one of these patients, shown or withheld, by logical id. */
    public AuditSearch patient(Set<String> ids) {
        return and(new SearchTerm.Sealed(SearchTerm.Kind.PATIENT, ids));
    }

    /** Events of one of these agents: tokens' subjects, clients' ids, or people as relative FHIR references. */
    public AuditSearch agent(Set<String> names) {
        return and(new SearchTerm.Sealed(SearchTerm.Kind.AGENT, names));
    }

    /** Events that concern one of these: resources or Consents as relative references, or requests by their correlation ids. */
    public AuditSearch entity(Set<String> references) {
        return and(new SearchTerm.Sealed(SearchTerm.Kind.ENTITY, references));
    }

    /** What was done with one of these tokens, by their {@code jti}. */
    public AuditSearch token(Set<String> ids) {
        return and(new SearchTerm.Sealed(SearchTerm.Kind.TOKEN, ids));
    }

    /** What came from one of these network addresses. */
    public AuditSearch address(Set<String> addresses) {
        return and(new SearchTerm.Sealed(SearchTerm.Kind.ADDRESS, addresses));
    }

    /** By interaction, operation or code of an {@link org.firewarden.audit.AuditKind}. */
    public AuditSearch interaction(Set<String> interactions) {
        return and(new SearchTerm.Coded(SearchTerm.Column.INTERACTION, interactions));
    }

    /** By purpose of use. */
    public AuditSearch purpose(Set<String> codes) {
        return and(new SearchTerm.Coded(SearchTerm.Column.PURPOSE, codes));
    }

    /** Events for another purpose of use than these, or for none. */
    public AuditSearch exceptPurpose(Set<String> codes) {
        return and(new SearchTerm.Excluded(SearchTerm.Column.PURPOSE, codes));
    }

    /** Events of another interaction, operation or kind than these. */
    public AuditSearch exceptInteraction(Set<String> interactions) {
        return and(new SearchTerm.Excluded(SearchTerm.Column.INTERACTION, interactions));
    }

    /** By the code of audit-event-outcome. */
    public AuditSearch outcome(Set<String> codes) {
        return and(new SearchTerm.Coded(SearchTerm.Column.OUTCOME, codes));
    }

    /** By the version of the model that was asked. */
    public AuditSearch modelVersion(Set<String> versions) {
        return and(new SearchTerm.Coded(SearchTerm.Column.MODEL_VERSION, versions));
    }

    /** Events that bear one of the marks of {@link org.firewarden.ledger.event.EventFacets}. */
    public AuditSearch marked(int marks) {
        return and(new SearchTerm.Marked(marks));
    }

    /** Events from this instant on. */
    public AuditSearch from(Instant instant) {
        return new AuditSearch(terms, from != null && from.isAfter(instant) ? from : instant, before);
    }

    /** Events before this instant. */
    public AuditSearch before(Instant instant) {
        return new AuditSearch(terms, from, before != null && before.isBefore(instant) ? before : instant);
    }

    private AuditSearch and(SearchTerm term) {
        List<SearchTerm> more = new ArrayList<>(terms);
        more.add(term);
        return new AuditSearch(more, from, before);
    }
}
