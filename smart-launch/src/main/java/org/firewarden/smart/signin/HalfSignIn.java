package org.firewarden.smart.signin;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose password was right and whose second factor is still to come, for five minutes. Nobody is signed in by it.
 *
 * @param subject who
 * @param at when the password was right
 */
record HalfSignIn(String subject, Instant at) implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final String ATTRIBUTE = "org.firewarden.smart.signin.HalfSignIn";
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    static Optional<HalfSignIn> of(@Nullable HttpSession session, Instant now) {
        return session != null
                        && session.getAttribute(ATTRIBUTE) instanceof HalfSignIn found
                        && found.at.plus(LIFETIME).isAfter(now)
                ? Optional.of(found)
                : Optional.empty();
    }

    void keepIn(HttpSession session) {
        session.setAttribute(ATTRIBUTE, this);
    }

    static void forget(HttpSession session) {
        session.removeAttribute(ATTRIBUTE);
    }
}
