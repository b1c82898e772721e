package org.firewarden.smart;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditTrail;
import org.springframework.web.filter.OncePerRequestFilter;

/** Stands where the ledger's filter stands in the whole server, and keeps the events. */
final class RecordingFilter extends OncePerRequestFilter {

    private final Notes notes;

    RecordingFilter(Notes notes) {
        this.notes = notes;
    }

    /** The events so far. */
    public static final class Notes implements AuditTrail {

        private final List<AuditEntry> entries = new CopyOnWriteArrayList<>();

        @Override
        public void append(AuditEntry entry) {
            entries.add(entry);
        }

        /** The events of this step, the latest last. */
        public List<AuditEntry> of(String step) {
            return entries.stream()
                    .filter(entry -> entry.interaction().equals(step))
                    .toList();
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String sent = request.getHeader("X-Request-Id");
        AuditDraft draft = new AuditDraft(sent == null ? "test" : sent, request.getRemoteAddr());
        request.setAttribute(AuditDraft.REQUEST_ATTRIBUTE, draft);
        try {
            chain.doFilter(request, response);
        } finally {
            AuditEntry whole = draft.toEntry(Instant.now(), response.getStatus());
            notes.entries.add(whole);
            // What the request did beside.
            draft.toEntries(whole.recorded(), response.getStatus()).stream()
                    .filter(entry -> !entry.interaction().equals(whole.interaction()))
                    .forEach(notes.entries::add);
        }
    }
}
