package org.firewarden.server.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.firewarden.audit.AuditDraft;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.problem.Problem;

/** Writes a problem as the whole answer to a request. */
final class ProblemResponse {

    private ProblemResponse() {}

    static void write(HttpServletRequest request, HttpServletResponse response, int status, Problem problem)
            throws IOException {
        response.setStatus(status);
        response.setContentType("application/fhir+json;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        String correlationId = request.getAttribute(AuditDraft.REQUEST_ATTRIBUTE) instanceof AuditDraft draft
                ? draft.correlationId()
                : "";
        response.getOutputStream()
                .write(OperationOutcomes.of(problem, correlationId).toString().getBytes(StandardCharsets.UTF_8));
    }
}
