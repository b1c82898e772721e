package org.firewarden.smart.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.people.SignIn;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;

/** Whether a sign-in is strong enough for what needs more than a password, and the way to a stronger one and back (RFC 9470). */
public final class StepUp {

    /** Where the sign-in finds the way back; the library's own name for it. */
    private static final String SAVED_REQUEST = "SPRING_SECURITY_SAVED_REQUEST";

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

    private static ResponseEntity<String> lead(HttpSession session, String wayBack) {
        remember(session, wayBack);
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.LOCATION, Endpoints.SECOND_FACTOR)
                .build();
    }
}
