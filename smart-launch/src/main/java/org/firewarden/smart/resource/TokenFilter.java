package org.firewarden.smart.resource;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.firewarden.smart.web.ProblemResponses;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Verifies the access token of a request. Ours instead of the library's, because that one takes no token that is bound to a key
 * ({@link PossessionFilter} is the one who lets it pass or not). A request without a token goes on as nobody's.
 */
final class TokenFilter extends OncePerRequestFilter {

    private final TokenResolver resolver = new TokenResolver();
    private final JwtAuthenticationProvider provider;
    private final ProblemResponses problems;

    TokenFilter(JwtAuthenticationProvider provider, ProblemResponses problems) {
        this.provider = provider;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            String token = resolver.resolve(request);
            if (token != null) {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(provider.authenticate(new BearerTokenAuthenticationToken(token)));
                SecurityContextHolder.setContext(context);
            }
        } catch (AuthenticationServiceException e) {
            // Nobody can tell whether the token is good.
            SecurityContextHolder.clearContext();
            problems.keysUnavailable(request, response);
            return;
        } catch (AuthenticationException e) {
            SecurityContextHolder.clearContext();
            problems.unauthenticated(request, response, e);
            return;
        }
        chain.doFilter(request, response);
    }
}
