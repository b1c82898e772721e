package org.firewarden.smart.resource;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditDraft;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Hands the caller of a verified token to the rest of the server, as the request attribute {@link Caller#REQUEST_ATTRIBUTE}
 * and in the audit draft, before anything decides whether the caller may go on.
 */
final class CallerFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication authentication) {
            Caller caller = authentication.caller();
            request.setAttribute(Caller.REQUEST_ATTRIBUTE, caller);
            if (request.getAttribute(AuditDraft.REQUEST_ATTRIBUTE) instanceof AuditDraft draft) {
                draft.caller(caller);
            }
        }
        chain.doFilter(request, response);
    }
}
