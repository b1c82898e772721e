package org.firewarden.smart.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.people.SignIn;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;

/** Whether a sign-in is strong enough for what needs more than a password, and the way to a stronger one and back (RFC 9470). */
public final class StepUp {

    /** Where the sign-in finds the way back; the library's own name for it. */
    private static final String SAVED_REQUEST = "SPRING_SECURITY_SAVED_REQUEST";

    /** How long ago a password may have been typed by somebody who sets up a first second factor. */
    private static final Duration JUST_NOW = Duration.ofMinutes(10);

    private final Duration lasts;
    private final Clock clock;

    /** A second factor counts for so long. */
    public StepUp(Duration lasts, Clock clock) {
        this.lasts = lasts;
        this.clock = clock;
    }

    /** True if somebody signed in with a second factor not too long ago. */
    public boolean isStrong(SignIn signIn) {
        return signIn.isStrong(clock.instant(), lasts);
    }

    /**
     * Leads to the second factor if the sign-in of this request is not strong.
     *
     * @param wayBack a path of this server to go on at
     * @return empty if it is strong enough
     */
    public Optional<ResponseEntity<String>> leadFrom(HttpServletRequest request, String wayBack) {
        boolean isStrong =
                SignIn.of(request.getSession(false)).filter(this::isStrong).isPresent();
        return isStrong ? Optional.empty() : Optional.of(lead(request.getSession(), wayBack));
    }

    /** Keeps the way back for after a sign-in. */
    public static void remember(HttpSession session, String wayBack) {
        session.setAttribute(SAVED_REQUEST, new SimpleSavedRequest(wayBack));
    }

    /**
     * True if somebody may set up a second factor: who has one has shown it, who has none has signed in just now. A browser that was
     * left alone for a moment must not give whoever sits down at it a key of their own (NIST SP 800-63B-4, section 4.1.2).
     *
     * @param isAsked whether more than a password is asked of this person
     */
    public boolean mayEnrol(SignIn signIn, boolean isAsked) {
        return isAsked ? isStrong(signIn) : signIn.at().plus(JUST_NOW).isAfter(clock.instant());
    }

    /**
     * Leads to where somebody shows what setting up a second factor takes: the second factor, or the password once more.
     *
     * @param isAsked whether more than a password is asked of this person
     * @param wayBack a path of this server to go on at
     */
    static ResponseEntity<String> leadToEnrol(HttpServletRequest request, boolean isAsked, String wayBack) {
        remember(request.getSession(), wayBack);
        return Redirect.to(isAsked ? Endpoints.SECOND_FACTOR : Endpoints.LOGIN);
    }

    /** Leads to the password once more, and from there on to where somebody was going, else to the second factor. */
    static ResponseEntity<String> leadToPassword(HttpServletRequest request) {
        HttpSession session = request.getSession();
        if (session.getAttribute(SAVED_REQUEST) == null) {
            remember(session, Endpoints.SECOND_FACTOR);
        }
        return Redirect.to(Endpoints.LOGIN);
    }

    private static ResponseEntity<String> lead(HttpSession session, String wayBack) {
        remember(session, wayBack);
        return Redirect.to(Endpoints.SECOND_FACTOR);
    }
}
