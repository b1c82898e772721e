package org.firewarden.smart.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import org.firewarden.audit.AuditDetail;
import org.firewarden.smart.people.Acr;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.web.RequestNotes;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;

/**
 * What a sign-in with more than a password comes to: another id for the session and another token against forgery, since somebody else
 * may know those from before it, and the way back to what was asked for.
 */
final class StrongSignIn {

    private final SessionAuthenticationStrategy otherToken =
            new CsrfAuthenticationStrategy(new HttpSessionCsrfTokenRepository());
    private final RequestCache wayBack;
    private final Clock clock;

    StrongSignIn(RequestCache wayBack, Clock clock) {
        this.wayBack = wayBack;
        this.clock = clock;
    }

    /** Somebody is signed in now. */
    void complete(
            String person,
            HttpServletRequest request,
            HttpServletResponse response,
            RequestNotes notes,
            String method) {
        request.changeSessionId();
        otherToken.onAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(person, "", List.of()), request, response);
        HalfSignIn.forget(request.getSession());
        new SignIn(person, clock.instant(), Acr.STEP_UP).keepIn(request.getSession());
        notes.detail(AuditDetail.ACR, Acr.STEP_UP);
        notes.detail("method", method);
    }

    /** Where to go on, once; to this path if nothing was asked for. */
    String back(HttpServletRequest request, HttpServletResponse response, String otherwise) {
        SavedRequest saved = wayBack.getRequest(request, response);
        if (saved == null) {
            return otherwise;
        }
        wayBack.removeRequest(request, response);
        return saved.getRedirectUrl();
    }
}
