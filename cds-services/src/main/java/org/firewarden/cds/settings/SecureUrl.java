package org.firewarden.cds.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An absolute URL over which patient data may travel: {@code https}, or {@code http} to the same machine (CDS Hooks 2.0.1,
 * Security and Safety). Has a host, and neither user name nor fragment.
 *
 * @param value the URL
 */
public record SecureUrl(URI value) {

    /** The rest of 127/8 is left out: nobody is served there by habit, and the sign-in side does not take it either. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Refuses what is not a secure URL. */
    public SecureUrl {
        if (!isSecure(value)) {
            throw new IllegalArgumentException("not an https URL, nor an http URL on loopback");
        }
    }

    /** Reads the text, or is empty if it is not a secure URL. */
    public static Optional<SecureUrl> parse(String text) {
        try {
            URI uri = new URI(text);
            return isSecure(uri) ? Optional.of(new SecureUrl(uri)) : Optional.empty();
        } catch (URISyntaxException e) {
            // Not a URL at all is the same answer as a URL of the wrong kind.
            return Optional.empty();
        }
    }

    /** True if the URL names this very machine. */
    public boolean isLoopback() {
        return isLoopback(value);
    }

    private static boolean isSecure(URI uri) {
        if (uri.getScheme() == null
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || uri.getFragment() != null) {
            return false;
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return scheme.equals("https") || (scheme.equals("http") && isLoopback(uri));
    }

    private static boolean isLoopback(URI uri) {
        return LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT));
    }
}
