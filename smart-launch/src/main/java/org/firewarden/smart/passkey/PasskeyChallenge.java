package org.firewarden.smart.passkey;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * 32 random bytes that a device is to sign, for one ceremony of one browser within ten minutes (WebAuthn Level 3, section 13.4.3). The
 * latest page of a kind that a browser has shown counts.
 *
 * @param text the bytes in base64url
 * @param at when it was made
 * @param person whose passkey it is about, or null at a sign-in of anybody
 */
public record PasskeyChallenge(
        String text, Instant at, @Nullable String person) implements Serializable {

    /** What is to be done with what was signed. */
    public enum Use {
        /** A new passkey. */
        ADD,
        /** A sign-in. */
        SIGN_IN;

        private String attribute() {
            return "org.firewarden.smart.passkey.PasskeyChallenge." + name();
        }
    }

    private static final long serialVersionUID = 1L;
    private static final int BYTES = 32;
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    /** A new one, kept in the session. */
    static PasskeyChallenge make(
            HttpSession session, Use use, @Nullable String person, SecureRandom random, Instant now) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        PasskeyChallenge made =
                new PasskeyChallenge(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), now, person);
        session.setAttribute(use.attribute(), made);
        return made;
    }

    /** The one of this session, which it is no more; empty if there is none or it is too old. */
    public static Optional<PasskeyChallenge> take(@Nullable HttpSession session, Use use, Instant now) {
        if (session == null || !(session.getAttribute(use.attribute()) instanceof PasskeyChallenge found)) {
            return Optional.empty();
        }
        session.removeAttribute(use.attribute());
        return found.at.plus(LIFETIME).isAfter(now) ? Optional.of(found) : Optional.empty();
    }

    byte[] bytes() {
        return Base64.getUrlDecoder().decode(text);
    }
}
