package org.firewarden.smart.passkey;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was made of a passkey that was shown.
 *
 * @param verdict what it comes to
 * @param person whose passkey it is said to be, which is proven only if it is good; null if it is nobody's
 */
public record ShownPasskey(Verdict verdict, @Nullable String person) {

    /** None that is known here. */
    public static final ShownPasskey NONE = new ShownPasskey(Verdict.REFUSED, null);

    /** What a passkey that was shown comes to. */
    public enum Verdict {
        /** Its owner is here. */
        GOOD,
        /** All is right but the counter, which did not go up: somebody has a copy of the key (WebAuthn Level 3, section 6.1.1). */
        COPIED,
        /** Not signed for this challenge, on these pages, by a device of the person in question that has recognised its holder. */
        REFUSED
    }

    /** Who is here, if it is good. */
    public Optional<String> owner() {
        return verdict == Verdict.GOOD ? Optional.ofNullable(person) : Optional.empty();
    }
}
