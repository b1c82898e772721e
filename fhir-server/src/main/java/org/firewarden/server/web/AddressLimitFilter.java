package org.firewarden.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.firewarden.gate.limits.RequestLimits;
import org.firewarden.problem.Problem;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses an address that is too long (414) or has too many parameters (400), before anybody takes the query apart: a
 * container would silently leave out what is beyond its own bound, and a search that lacks a parameter finds more.
 */
final class AddressLimitFilter extends OncePerRequestFilter {

    private final RequestLimits limits;

    AddressLimitFilter(RequestLimits limits) {
        this.limits = limits;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String query = request.getQueryString();
        int length = request.getRequestURI().length() + (query == null ? 0 : query.length() + 1);
        if (length > limits.address()) {
            ProblemResponse.write(
                    request,
                    response,
                    HttpServletResponse.SC_REQUEST_URI_TOO_LONG,
                    new Problem(
                            "too-long",
                            "address-too-long",
                            "The address has more than " + limits.address()
                                    + " characters; a search may be sent by POST."));
        } else if (query != null && query.chars().filter(c -> c == '&').count() >= limits.parameters()) {
            ProblemResponse.write(
                    request, response, HttpServletResponse.SC_BAD_REQUEST, FormBody.tooManyParameters(limits));
        } else {
            chain.doFilter(request, response);
        }
    }
}
