package org.firewarden.smart.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditKind;
import org.firewarden.smart.people.Person;
import org.jspecify.annotations.Nullable;

/**
 * What this module tells the audit event of the request in progress (45 CFR 164.312(b)): which step it is, whom it concerns, how it
 * went. Codes and ids only. Without a ledger around, as in this module's own tests, there is nobody to tell.
 */
public final class RequestNotes {

    private final @Nullable AuditDraft draft;

    private RequestNotes(@Nullable AuditDraft draft) {
        this.draft = draft;
    }

    /** The notes of this request, which is this step. */
    public static RequestNotes of(HttpServletRequest request, String step) {
        RequestNotes notes = of(request);
        if (notes.draft != null) {
            notes.draft.interaction(AuditAction.EXECUTE, step);
        }
        return notes;
    }

    /** The notes of this request, which is of this kind. */
    public static RequestNotes of(HttpServletRequest request, AuditKind kind) {
        RequestNotes notes = of(request);
        if (notes.draft != null) {
            notes.draft.kind(kind);
        }
        return notes;
    }

    /** The notes of this request, whatever it is. */
    public static RequestNotes of(HttpServletRequest request) {
        return new RequestNotes(
                request.getAttribute(AuditDraft.REQUEST_ATTRIBUTE) instanceof AuditDraft found ? found : null);
    }

    /** Adds a code or an id. */
    public void detail(String name, String value) {
        if (draft != null) {
            draft.detail(name, value);
        }
    }

    /** Adds an event of its own for a change that the request made beside what it is about. */
    public void also(AuditKind kind, String change) {
        if (draft != null) {
            draft.also(kind, Set.of(), List.of(), Map.of(AuditDetail.CHANGE, change));
        }
    }

    /** Adds why the request failed, as a code; it counts as failed even if the answer leads on to another page. */
    public void error(String code) {
        detail("error", code);
        if (draft != null) {
            draft.failed();
        }
    }

    /** States who acts, without a token that says so. */
    public void person(Person person) {
        person(person, null);
    }

    /** States who acts, by way of which app. */
    public void person(Person person, @Nullable String clientId) {
        if (draft != null) {
            draft.actor(person.name(), clientId, person.fhirUser());
        }
    }

    /** States which registered client acts, for nobody in particular. */
    public void client(String clientId) {
        if (draft != null) {
            draft.actor(null, clientId, null);
        }
    }

    /** States who this is about. */
    public void caller(Caller caller) {
        if (draft != null) {
            draft.caller(caller);
        }
    }

    /** States that this concerns a patient. */
    public void patient(@Nullable String patientId) {
        if (draft != null && patientId != null) {
            draft.patients(Set.of(patientId));
        }
    }
}
