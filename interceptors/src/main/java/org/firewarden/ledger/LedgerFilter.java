package org.firewarden.ledger;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditTrail;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.phi.Phi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The outermost filter: opens the {@link AuditDraft} of each request and appends it before the first byte of the answer
 * leaves. If the audit trail cannot be written, the answer is 503 and holds nothing else. Health and metrics,
 * asked for by GET and answered with 200, are the only ones that leave no event.
 */
public final class LedgerFilter extends OncePerRequestFilter {

    private static final Set<String> WITHOUT_EVENT = Set.of(
            "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness", "/actuator/prometheus");

    /** What is none of these could be any text. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final Logger LOG = LoggerFactory.getLogger(LedgerFilter.class);

    private final AuditTrail trail;
    private final Clock clock;

    /** Appends to this trail. */
    public LedgerFilter(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        AuditDraft draft =
                new AuditDraft(CorrelationId.of(request.getHeader(CorrelationId.HEADER)), request.getRemoteAddr());
        draft.detail("method", METHODS.contains(request.getMethod()) ? request.getMethod() : "other");
        if (request.getQueryString() != null) {
            draft.query(Phi.of(request.getRequestURI() + "?" + request.getQueryString()));
        }
        request.setAttribute(AuditDraft.REQUEST_ATTRIBUTE, draft);
        LedgerResponse recorded = new LedgerResponse(response, draft.correlationId(), status -> {
            if (!isAnsweredHealth(request, status)) {
                EndpointKinds.of(request).ifPresent(draft::kind);
                trail.appendAll(draft.toEntries(clock.instant(), status));
            }
        });
        try {
            chain.doFilter(request, recorded);
            recorded.finish();
        } catch (AuditUnavailableException e) {
            LOG.error("Request {} is answered with 503: the ledger failed", draft.correlationId());
            recorded.answerUnavailable();
        } catch (ServletException | IOException | RuntimeException e) {
            try {
                recorded.record(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            } catch (AuditUnavailableException unavailable) {
                recorded.answerUnavailable();
                return;
            }
            throw e;
        }
    }

    private static boolean isAnsweredHealth(HttpServletRequest request, int status) {
        return status == HttpServletResponse.SC_OK
                && request.getMethod().equals("GET")
                && WITHOUT_EVENT.contains(request.getRequestURI());
    }
}
