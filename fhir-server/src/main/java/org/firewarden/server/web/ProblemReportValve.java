package org.firewarden.server.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.problem.Problem;

/**
 * Answers requests that Tomcat refuses before any filter sees them (a path or a header that is not HTTP). Made by Tomcat by its
 * name, so it is public.
 */
public final class ProblemReportValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        Problem problem = response.getStatus() < 500
                ? Problem.invalid("invalid-request", "The request is not one that this server understands.")
                : new Problem("exception", "internal", "The server failed.");
        byte[] body = OperationOutcomes.of(problem, "none").toString().getBytes(StandardCharsets.UTF_8);
        try {
            response.setContentType("application/fhir+json");
            response.setCharacterEncoding("UTF-8");
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // The client is gone or somebody else answers; there is nothing left to report to.
            return;
        }
    }
}
