package org.firewarden.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.jspecify.annotations.Nullable;

/**
 * The audit event of the request in progress. Each part of the server adds what it knows while it works; the ledger turns
 * the draft into an {@link AuditEntry} and appends it before the first byte of the answer leaves. Safe for several threads.
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
    private final Set<String> patientIds = new LinkedHashSet<>();
    private final Set<String> withheldPatientIds = new LinkedHashSet<>();
    private final Set<String> entities = new LinkedHashSet<>();
    private final Set<String> breakGlassGrants = new TreeSet<>();
    private final Map<String, String> details = new LinkedHashMap<>();
    private AuditAction action = AuditAction.EXECUTE;
    private String interaction = NOT_STATED;
    private @Nullable Caller caller;
    private Decision.@Nullable Deny denial;

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

    /** States what is done. What the request as a whole does is stated first and stays. */
    public synchronized void interaction(AuditAction newAction, String newInteraction) {
        if (interaction.equals(NOT_STATED)) {
            action = newAction;
            interaction = newInteraction;
        }
    }

    /** Adds patients whose data was asked for and is not shown. */
    public synchronized void withheld(Set<String> ids) {
        withheldPatientIds.addAll(ids);
    }

    /** Adds patients whose data is shown or changed. */
    public synchronized void patients(Set<String> ids) {
        patientIds.addAll(ids);
    }

    /** Adds a resource or thing concerned, as a relative reference; beyond 200 only their number is kept. */
    public synchronized void entity(String reference) {
        if (entities.size() < MAXIMUM_ENTITIES) {
            entities.add(reference);
        } else if (!entities.contains(reference)) {
            details.merge("further-entities", "1", (a, b) -> String.valueOf(Long.parseLong(a) + 1));
        }
    }

    /** Adds a fact: a code, a count or an id, never a patient value. */
    public synchronized void detail(String name, String value) {
        details.put(name, value);
    }

    /** Adds the ids of break-glass grants that this was done under (45 CFR 164.312(a)(2)(ii)). */
    public synchronized void underBreakGlass(Set<String> grants) {
        if (breakGlassGrants.addAll(grants)) {
            details.put(BREAK_GLASS, String.join(" ", breakGlassGrants));
        }
    }

    /** States that something was refused. The first refusal is the one that is kept. */
    public synchronized void denied(Decision.Deny decision) {
        if (denial == null) {
            denial = decision;
        }
    }

    /** Closes the draft with the status that is about to be answered. */
    public synchronized AuditEntry toEntry(Instant recorded, int httpStatus) {
        Caller who = caller;
        Decision.Deny deny = denial;
        return new AuditEntry(
                correlationId,
                recorded,
                action,
                interaction,
                AuditOutcome.ofHttpStatus(httpStatus),
                httpStatus,
                who == null ? null : who.subject(),
                who == null ? null : who.clientId(),
                who == null ? null : who.fhirUser(),
                who == null ? null : who.purpose().code(),
                networkAddress,
                patientIds,
                withheldPatientIds,
                List.copyOf(entities),
                deny == null ? null : deny.reason().code(),
                deny == null ? null : deny.decidedBy(),
                details);
    }
}
