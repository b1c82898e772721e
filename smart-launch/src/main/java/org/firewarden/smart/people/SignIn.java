package org.firewarden.smart.people;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
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

    /** Keeps it. */
    public void keepIn(HttpSession session) {
        session.setAttribute(ATTRIBUTE, this);
    }
}
