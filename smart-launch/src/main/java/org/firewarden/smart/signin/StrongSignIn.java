package org.firewarden.smart.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import org.firewarden.audit.AuditDetail;
import org.firewarden.smart.people.Acr;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.people.WantedSignIn;
import org.firewarden.smart.web.RequestNotes;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;

/**
 * What a sign-in comes to that was judged on pages of ours, not by the library's filter: another id for the session and another token
 * against forgery, since somebody else may know those from before it, and the way back to what was asked for.
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

    /** Somebody is signed in now, with more than a password. */
    void complete(
            String person,
            HttpServletRequest request,
            HttpServletResponse response,
            RequestNotes notes,
            String method) {
        complete(new SignIn(person, clock.instant(), Acr.STEP_UP), request, response, notes, method);
    }

    /** Somebody is signed in, in this way. */
    void complete(
            SignIn signIn,
            HttpServletRequest request,
            HttpServletResponse response,
            RequestNotes notes,
            String method) {
        request.changeSessionId();
        otherToken.onAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(signIn.subject(), "", List.of()), request, response);
        HalfSignIn.forget(request.getSession());
        WantedSignIn.forget(request.getSession());
        signIn.keepIn(request.getSession());
        notes.detail(AuditDetail.ACR, signIn.acr());
        notes.detail("method", method);
    }

    /** Somebody has shown the first factor, and the second one is to come. Nobody is signed in by that. */
    void half(String person, HttpServletRequest request, RequestNotes notes) {
        request.changeSessionId();
        SignIn.forget(request.getSession());
        new HalfSignIn(person, clock.instant()).keepIn(request.getSession());
        notes.detail("second-factor", "asked");
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
