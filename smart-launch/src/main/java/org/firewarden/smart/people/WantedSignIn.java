package org.firewarden.smart.people;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a sign-in is for, kept in the session while somebody is on the way to one: an app may want a fresh one
 * ({@code prompt=login}, {@code max_age}) or a strong one (OpenID Connect Core 1.0, section 3.1.2.1). A provider elsewhere may know
 * somebody for hours, so that a sign-in by way of it is not fresh by itself.
 *
 * @param isNew true if the person must type or show something once more, however recent the last time was
 * @param notBefore when the person must have been authenticated at the earliest, or null for whenever
 * @param isStrong true if a password alone is not enough
 */
public record WantedSignIn(boolean isNew, @Nullable Instant notBefore, boolean isStrong) implements Serializable {

    /** Any sign-in will do. */
    public static final WantedSignIn ANY = new WantedSignIn(false, null, false);

    /** How far the clocks of two servers may differ. */
    public static final Duration SKEW = Duration.ofSeconds(60);

    private static final long serialVersionUID = 1L;
    private static final String ATTRIBUTE = "org.firewarden.smart.people.WantedSignIn";

    /** What this session is on the way to. */
    public static WantedSignIn of(@Nullable HttpSession session) {
        return session != null && session.getAttribute(ATTRIBUTE) instanceof WantedSignIn found ? found : ANY;
    }

    /** Nothing is wanted of the next sign-in any more. */
    public static void forget(HttpSession session) {
        session.removeAttribute(ATTRIBUTE);
    }

    /** Keeps it. */
    public void keepIn(HttpSession session) {
        session.setAttribute(ATTRIBUTE, this);
    }

    /** The same, and strong. */
    public WantedSignIn strongly() {
        return new WantedSignIn(isNew, notBefore, true);
    }

    /** True if an authentication of this moment is not too long ago. */
    public boolean isMetBy(Instant authenticated) {
        return notBefore == null || !authenticated.plus(SKEW).isBefore(notBefore);
    }
}
