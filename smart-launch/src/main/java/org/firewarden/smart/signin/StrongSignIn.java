package org.firewarden.smart.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.firewarden.audit.AuditDetail;
import org.firewarden.smart.people.Acr;
import org.firewarden.smart.people.SignIn;
import org.firewarden.smart.people.WantedSignIn;
import org.firewarden.smart.web.RequestNotes;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;

/**
 * What a sign-in comes to that was judged on pages of ours, not by the library's filter: another id for the session, and the way back to
 * what was asked for.
 */
final class StrongSignIn {

    private final RequestCache wayBack;
    private final Clock clock;

    StrongSignIn(RequestCache wayBack, Clock clock) {
        this.wayBack = wayBack;
        this.clock = clock;
    }

    /** Somebody is signed in now, with more than a password. */
    void complete(String person, HttpServletRequest request, RequestNotes notes, String method) {
        complete(new SignIn(person, clock.instant(), Acr.STEP_UP), request, notes, method);
    }

    /** Somebody is signed in, in this way. */
    void complete(SignIn signIn, HttpServletRequest request, RequestNotes notes, String method) {
        request.changeSessionId();
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

    static ResponseEntity<String> redirect(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.LOCATION, address)
                .build();
    }
}
