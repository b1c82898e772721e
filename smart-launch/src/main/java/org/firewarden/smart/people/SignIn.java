package org.firewarden.smart.people;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How somebody signed in, kept in the session beside who it is.
 *
 * @param subject who
 * @param at when
 * @param acr how strongly; written into tokens
 */
public record SignIn(String subject, Instant at, String acr) implements Serializable {

    /** Its name in the session. */
    public static final String ATTRIBUTE = "org.firewarden.smart.people.SignIn";

    private static final long serialVersionUID = 1L;

    /** The sign-in of this session, if somebody has signed in. */
    public static Optional<SignIn> of(@Nullable HttpSession session) {
        return session != null && session.getAttribute(ATTRIBUTE) instanceof SignIn found
                ? Optional.of(found)
                : Optional.empty();
    }

    /** True if it was with more than a password, and not too long ago to count as that. */
    public boolean isStrong(Instant now, Duration lasts) {
        return !Acr.now(acr, at, now, lasts).equals(Acr.PASSWORD);
    }

    /** Nobody is signed in by this session any more. */
    public static void forget(HttpSession session) {
        session.removeAttribute(ATTRIBUTE);
    }

    /** Keeps it. */
    public void keepIn(HttpSession session) {
        session.setAttribute(ATTRIBUTE, this);
    }
}
