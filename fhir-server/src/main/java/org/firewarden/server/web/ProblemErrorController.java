package org.firewarden.server.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.firewarden.problem.Problem;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers whatever nobody else has answered for, by its status alone. */
@RestController
final class ProblemErrorController implements ErrorController {

    /** The container sends each unanswered error here. */
    @RequestMapping("/error")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object attribute = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = attribute instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND;
        ProblemResponse.write(request, response, status, problem(status));
    }

    private static Problem problem(int status) {
        return switch (status) {
            case 401 -> Problem.unauthenticated("A valid access token is needed.");
            case 403 -> Problem.forbidden("forbidden", "This is not allowed.");
            case 404 -> Problem.notFound("There is nothing here.");
            case 405 -> new Problem("not-supported", "method-not-allowed", "This method is not open here.");
            default ->
                status < 500
                        ? Problem.invalid("invalid-request", "The request is not one that this server understands.")
                        : new Problem("exception", "internal", "The server failed; the correlation id finds out why.");
        };
    }
}
