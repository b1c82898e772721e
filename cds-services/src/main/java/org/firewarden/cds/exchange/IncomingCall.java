package org.firewarden.cds.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.problem.Problem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;

/** One HTTP request to the CDS Hooks endpoint, with the audit draft that each step adds to. */
public final class IncomingCall {

    private final HttpServletRequest http;
    private final AuditDraft draft;

    private IncomingCall(HttpServletRequest http, AuditDraft draft) {
        this.http = http;
        this.draft = draft;
    }

    /**
     * The call of a request.
     *
     * @throws IllegalStateException if the request has no audit draft, because then nobody would append the event
     */
    public static IncomingCall of(HttpServletRequest http) {
        return new IncomingCall(http, draftOf(http));
    }

    /** The call, stated in the audit draft as a step of CDS Hooks. */
    public static IncomingCall of(HttpServletRequest http, String interaction) {
        IncomingCall call = of(http);
        call.draft.interaction(AuditAction.EXECUTE, interaction);
        return call;
    }

    /** The audit event of this request. */
    public AuditDraft draft() {
        return draft;
    }

    /** The request's correlation id. */
    public String correlationId() {
        return draft.correlationId();
    }

    /** The {@code Authorization} header. */
    public Optional<String> authorization() {
        return Optional.ofNullable(http.getHeader(HttpHeaders.AUTHORIZATION));
    }

    /** States who calls, to the audit draft and to everything behind this endpoint. */
    public void identify(Caller caller) {
        draft.caller(caller);
        http.setAttribute(Caller.REQUEST_ATTRIBUTE, caller);
    }

    /** The body as a JSON object, or 415, 413 or 400. */
    public Checked<ObjectNode> body(DataSize limit) {
        if (!isJson()) {
            return Checked.refused(Refusal.of(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    new Problem("not-supported", "media-type", "The request body is to be application/json.")));
        }
        try {
            return JsonBody.read(http.getInputStream(), limit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isJson() {
        String contentType = http.getContentType();
        if (contentType == null) {
            return false;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    || type.equalsTypeAndSubtype(new MediaType("application", "fhir+json"));
        } catch (InvalidMediaTypeException e) {
            // What is no media type at all is not JSON either.
            return false;
        }
    }

    private static AuditDraft draftOf(HttpServletRequest http) {
        if (http.getAttribute(AuditDraft.REQUEST_ATTRIBUTE) instanceof AuditDraft present) {
            return present;
        }
        throw new IllegalStateException("no ledger watches over this request, so that its audit event would be lost");
    }
}
