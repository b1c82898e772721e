package org.firewarden.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.Role;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;

/**
 * The audit events of the request in progress. Each part of the server adds what it knows while it works; the ledger turns the
 * draft into {@link AuditEntry entries}, one for each patient whose data was shown or changed (IHE BALP 1.1), and appends them
 * before the first byte of the answer leaves. Safe for several threads.
 */
public final class AuditDraft {

    /** The name under which the web layer keeps the draft of a request. */
    public static final String REQUEST_ATTRIBUTE = "org.firewarden.audit.AuditDraft";

    /** The detail that holds the ids of the break-glass grants under which data was shown or changed. */
    public static final String BREAK_GLASS = "break-glass";

    private static final String NOT_STATED = "http";
    private static final int MAXIMUM_ENTITIES = 200;

    private final String correlationId;
    private final String networkAddress;
    private final DraftPatients patients = new DraftPatients();
    private final Set<String> entities = new LinkedHashSet<>();
    private final Set<String> breakGlassGrants = new TreeSet<>();
    private final Map<String, String> details = new LinkedHashMap<>();
    private final Map<String, Phi<String>> sealedDetails = new LinkedHashMap<>();
    private final List<AuditStep> steps = new ArrayList<>();
    private final Set<Further> further = new LinkedHashSet<>();
    private AuditAction action = AuditAction.EXECUTE;
    private String interaction = NOT_STATED;
    private @Nullable Caller caller;
    private @Nullable Actor actor;
    private boolean isFailed;
    private Decision.@Nullable Deny denial;
    private @Nullable Phi<String> query;
    private @Nullable String cleanedQuery;
    private @Nullable String tokenId;

    /** Somebody who has no token yet. */
    private record Actor(
            @Nullable String subject,
            @Nullable String clientId,
            @Nullable String fhirUser) {}

    /** Something that the request did beside. */
    record Further(AuditKind kind, Set<String> patients, List<String> entities, Map<String, String> details) {}

    /** Starts the draft of one request. */
    public AuditDraft(String correlationId, String networkAddress) {
        this.correlationId = correlationId;
        this.networkAddress = networkAddress;
    }

    /** The request's correlation id. */
    public String correlationId() {
        return correlationId;
    }

    /** States who asks. */
    public synchronized void caller(Caller value) {
        caller = value;
    }

    /**
     * States who asks where no token says so: at a sign-in, at the token endpoint. Only accounts and clients that exist are
     * named; what somebody typed that is none could be anything, a password too.
     */
    public synchronized void actor(@Nullable String subject, @Nullable String clientId, @Nullable String fhirUser) {
        actor = new Actor(subject, clientId, fhirUser);
    }

    /** States that what was asked was not done, where the HTTP status does not say so: pages that redirect. */
    public synchronized void failed() {
        isFailed = true;
    }

    /** States what is done. What the request as a whole does is stated first and stays. */
    public synchronized void interaction(AuditAction newAction, String newInteraction) {
        if (interaction.equals(NOT_STATED)) {
            action = newAction;
            interaction = newInteraction;
        }
    }

    /** States what is done where FHIR has no interaction for it. */
    public void kind(AuditKind kind) {
        interaction(kind.action(), kind.code());
    }

    /** Adds patients whose data was asked for and is not shown. */
    public synchronized void withheld(Set<String> ids) {
        patients.withheld(ids, null);
    }

    /** Adds patients whose data was asked for and is not shown, and why. */
    public synchronized void withheld(Set<String> ids, Decision.Deny why) {
        patients.withheld(ids, why);
        denied(why);
    }

    /** Adds patients whose data is shown or changed. */
    public synchronized void patients(Set<String> ids) {
        patients.shown(ids, null, null);
    }

    /**
     * Adds a resource that is shown or changed, with the patients that it is about.
     *
     * @param decidedBy the policy rule or Consent that opened it, if one did
     */
    public synchronized void shown(Set<String> ids, String reference, @Nullable String decidedBy) {
        if (ids.isEmpty()) {
            entity(reference);
        } else if (!patients.shown(ids, reference, decidedBy)) {
            countFurtherEntity();
        }
    }

    /** Adds patients of whom a part is hidden in what is shown. */
    public synchronized void masked(Set<String> ids) {
        patients.masked(ids);
    }

    /** Adds a resource or thing concerned, as a relative reference; beyond 200 only their number is kept. */
    public synchronized void entity(String reference) {
        if (entities.size() < MAXIMUM_ENTITIES) {
            entities.add(reference);
        } else if (!entities.contains(reference)) {
            countFurtherEntity();
        }
    }

    private void countFurtherEntity() {
        details.merge("further-entities", "1", (a, b) -> String.valueOf(Long.parseLong(a) + 1));
    }

    /** Adds a fact: a code, a count or an id, never a patient value. */
    public synchronized void detail(String name, String value) {
        details.put(name, value);
    }

    /** Adds a fact that describes a patient or was written by somebody. It is stored encrypted. */
    public synchronized void sealedDetail(String name, Phi<String> value) {
        sealedDetails.put(name, value);
    }

    /** States what was asked, as it came. It is stored encrypted. What is stated first stays. */
    public synchronized void query(Phi<String> asItCame) {
        if (query == null) {
            query = asItCame;
        }
    }

    /** States what was asked about, by names that the server knows and without a value. It is stored in the clear. */
    public synchronized void cleanedQuery(String names) {
        cleanedQuery = names;
    }

    /** States the {@code jti} of the token that is issued, looked at or revoked. That of the caller's own token is known. */
    public synchronized void tokenId(String jti) {
        tokenId = jti;
    }

    /** Adds the ids of break-glass grants that this was done under (45 CFR 164.312(a)(2)(ii)). */
    public synchronized void underBreakGlass(Set<String> grants) {
        if (breakGlassGrants.addAll(grants)) {
            details.put(BREAK_GLASS, String.join(" ", breakGlassGrants));
        }
    }

    /** Adds the ids of break-glass grants under which data of these patients was shown or changed. */
    public synchronized void underBreakGlass(Set<String> ids, Set<String> grants) {
        if (!grants.isEmpty()) {
            patients.underBreakGlass(ids, grants);
        }
    }

    /** States that something was refused. The first refusal is the one that is kept. */
    public synchronized void denied(Decision.Deny decision) {
        if (denial == null) {
            denial = decision;
        }
    }

    /** States what became of each entry of a batch or transaction, in the order of the entries. */
    public synchronized void steps(List<AuditStep> entries) {
        steps.clear();
        steps.addAll(entries);
    }

    /** All that is known as one event, for what the server does by itself. */
    public synchronized AuditEntry toEntry(Instant recorded, int httpStatus) {
        return new DraftEntries(patients, List.of(), List.copyOf(entities), decidedBy(), Map.copyOf(details))
                .asOne(basis(recorded, httpStatus));
    }

    /**
     * Adds an event of its own for something that the request did beside what it is about. It succeeds or fails with the request.
     *
     * @param ids the patients concerned
     * @param references what is concerned, as relative references
     * @param facts further facts as codes, counts and ids
     */
    public synchronized void also(AuditKind kind, Set<String> ids, List<String> references, Map<String, String> facts) {
        further.add(new Further(kind, Set.copyOf(ids), List.copyOf(references), Map.copyOf(facts)));
    }

    /** Closes the draft with the status that is about to be answered: the events of the request, at least one. */
    public synchronized List<AuditEntry> toEntries(Instant recorded, int httpStatus) {
        List<AuditEntry> entries = new DraftEntries(
                        patients, List.copyOf(steps), List.copyOf(entities), decidedBy(), Map.copyOf(details))
                .of(basis(recorded, httpStatus));
        List<AuditEntry> all = new ArrayList<>(entries);
        further.forEach(beside -> all.add(DraftEntries.of(beside, basis(recorded, httpStatus))));
        return all.size() == 1 ? all : numbered(all);
    }

    private static List<AuditEntry> numbered(List<AuditEntry> entries) {
        List<AuditEntry> numbered = new ArrayList<>(entries.size());
        for (AuditEntry entry : entries) {
            numbered.add(DraftEntries.with(entry, entry.context().as(numbered.size() + 1, entries.size())));
        }
        return numbered;
    }

    private @Nullable String decidedBy() {
        return denial == null ? null : denial.decidedBy();
    }

    /** What all events of the request have in common. */
    private AuditEntry basis(Instant recorded, int httpStatus) {
        Caller who = caller;
        Actor other = actor == null ? new Actor(null, null, null) : actor;
        return new AuditEntry(
                correlationId,
                recorded,
                action,
                interaction,
                isFailed && httpStatus < 400 ? AuditOutcome.MINOR_FAILURE : AuditOutcome.ofHttpStatus(httpStatus),
                httpStatus,
                who == null ? other.subject : who.subject(),
                who == null ? other.clientId : who.clientId(),
                who == null ? other.fhirUser : who.fhirUser(),
                who == null ? null : who.purpose().code(),
                networkAddress,
                Set.of(),
                Set.of(),
                List.of(),
                denial == null ? null : denial.reason().code(),
                null,
                Map.of(),
                new AuditContext(
                        query,
                        cleanedQuery,
                        tokenId == null && who != null ? who.tokenId() : tokenId,
                        who == null
                                ? Set.of()
                                : who.roles().stream().map(Role::code).collect(Collectors.toUnmodifiableSet()),
                        sealedDetails,
                        1,
                        1));
    }
}
