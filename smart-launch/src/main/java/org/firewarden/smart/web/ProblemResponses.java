package org.firewarden.smart.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.firewarden.audit.AuditDraft;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.problem.Problem;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;

/**
 * Writes the refusals of the security filters as OperationOutcomes. An answer to a bad token says that it is bad and never why:
 * the developer of an honest client sees why in the token itself, and an attacker learns nothing (RFC 6750, section 3.1).
 */
public final class ProblemResponses {

    private static final String CORRELATION_HEADER = "X-Request-Id";
    private static final Pattern CORRELATION_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** 401: no token, or not a good one. */
    public void unauthenticated(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        boolean tokenWasSent = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, tokenWasSent ? "Bearer error=\"invalid_token\"" : "Bearer");
        write(request, response, 401, Problem.unauthenticated("A valid access token is needed."));
    }

    /** 403: a good token that is not enough. */
    public void forbidden(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
            throws IOException {
        write(request, response, 403, Problem.forbidden("forbidden", "This caller may not do this."));
    }

    /** 503: the keys of the issuer cannot be had, so that no token can be judged. */
    public void keysUnavailable(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(
                request,
                response,
                503,
                Problem.unavailable("issuer-unavailable", "The authorization server cannot be reached; try again."));
    }

    /** 400: a request that no handler should see, for example with a semicolon or a doubled slash in its path. */
    void malformed(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(request, response, 400, Problem.invalid("malformed-request", "The address or a header is malformed."));
    }

    private static void write(HttpServletRequest request, HttpServletResponse response, int status, Problem problem)
            throws IOException {
        String correlationId = correlationId(request);
        byte[] body = OperationOutcomes.of(problem, correlationId).toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        if (!response.containsHeader(CORRELATION_HEADER)) {
            response.setHeader(CORRELATION_HEADER, correlationId);
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType("application/fhir+json;charset=UTF-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String correlationId(HttpServletRequest request) {
        if (request.getAttribute(AuditDraft.REQUEST_ATTRIBUTE) instanceof AuditDraft draft) {
            return draft.correlationId();
        }
        String sent = request.getHeader(CORRELATION_HEADER);
        return sent != null && CORRELATION_ID.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
    }
}
