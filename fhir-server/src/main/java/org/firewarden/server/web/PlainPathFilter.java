package org.firewarden.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.firewarden.problem.Problem;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses paths that two parts of the server could read differently: parameters after a semicolon, dot segments, doubled
 * slashes, and characters that are encoded without need. What matches a rule then is what is served.
 */
final class PlainPathFilter extends OncePerRequestFilter {

    /** Encoded letters, digits, hyphen, dot, underscore, slash, tilde and backslash; RFC 3986, 6.2.2.2. */
    private static final Pattern NEEDLESS =
            Pattern.compile("%(?:2[defDEF]|3[0-9]|4[1-9a-fA-F]|5[0-9aAcCfF]|6[1-9a-fA-F]|7[0-9aAeE])");

    private static final Pattern AMBIGUOUS = Pattern.compile("//|;|\\\\|(?:^|/)\\.{1,2}(?:/|$)");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        if (NEEDLESS.matcher(path).find() || AMBIGUOUS.matcher(path).find()) {
            ProblemResponse.write(
                    request,
                    response,
                    HttpServletResponse.SC_BAD_REQUEST,
                    Problem.invalid(
                            "ambiguous-path", "The path has a semicolon, a dot segment or a needless encoding."));
        } else {
            chain.doFilter(request, response);
        }
    }
}
