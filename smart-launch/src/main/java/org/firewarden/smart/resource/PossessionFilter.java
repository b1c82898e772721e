package org.firewarden.smart.resource;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.firewarden.smart.token.AccessTokenContent;
import org.firewarden.smart.token.PossessionProofs;
import org.firewarden.smart.web.ProblemResponses;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a token that is bound to a key pass only together with a proof of that key for this very request, and with the scheme that says
 * so (RFC 9449, section 7). A bearer token passes as one; a stolen bound token is worth nothing.
 */
final class PossessionFilter extends OncePerRequestFilter {

    private final PossessionProofs proofs;
    private final String publicBase;
    private final ProblemResponses problems;

    PossessionFilter(PossessionProofs proofs, String publicBase, ProblemResponses problems) {
        this.proofs = proofs;
        this.publicBase = publicBase;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication authentication
                && !mayPass(request, authentication.getToken())) {
            SecurityContextHolder.clearContext();
            problems.unauthenticated(
                    request, response, new InsufficientAuthenticationException("the token is bound to a key"));
            return;
        }
        chain.doFilter(request, response);
    }

    private boolean mayPass(HttpServletRequest request, Jwt token) {
        Object confirmation = token.getClaims().get(AccessTokenContent.CONFIRMATION);
        if (confirmation == null) {
            return !TokenResolver.isBound(request);
        }
        // Each way of binding that is not understood here (for example to a certificate) lets nothing pass.
        Object thumbprint = confirmation instanceof Map<?, ?> map ? map.get(AccessTokenContent.KEY_THUMBPRINT) : null;
        List<String> shown = Collections.list(request.getHeaders(PossessionProofs.DPOP));
        return thumbprint != null
                && TokenResolver.isBound(request)
                && shown.size() == 1
                && proofs.verify(
                                shown.get(0),
                                request.getMethod(),
                                publicBase + request.getRequestURI(),
                                token.getTokenValue())
                        .filter(thumbprint::equals)
                        .isPresent();
    }
}
