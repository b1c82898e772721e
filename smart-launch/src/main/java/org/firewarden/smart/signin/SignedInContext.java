package org.firewarden.smart.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.firewarden.smart.people.SignIn;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Who is signed in, as Spring Security sees it: whoever the session's {@link SignIn} says, so that a password that was right makes nobody
 * signed in before the second factor was.
 */
final class SignedInContext implements SecurityContextRepository {

    @Override
    @SuppressWarnings("deprecation") // Abstract in the interface; the filters call the other one.
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return loadDeferredContext(holder.getRequest()).get();
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        return new DeferredSecurityContext() {
            @Override
            public SecurityContext get() {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                SignIn.of(request.getSession(false))
                        .ifPresent(signIn -> context.setAuthentication(
                                UsernamePasswordAuthenticationToken.authenticated(signIn.subject(), "", List.of())));
                return context;
            }

            @Override
            public boolean isGenerated() {
                return !containsContext(request);
            }
        };
    }

    /** The sign-in is kept by whoever judged it whole. */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return SignIn.of(request.getSession(false)).isPresent();
    }
}
