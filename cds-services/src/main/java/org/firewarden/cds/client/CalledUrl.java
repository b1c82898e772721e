package org.firewarden.cds.client;

import java.net.URI;
import java.util.Optional;
import org.firewarden.cds.settings.SecureUrl;

/**
 * The URL that is called, as the settings and the path state it, against which a token's {@code aud} is compared. It must
 * be the same text. On loopback alone the names of this machine ({@code localhost}, {@code 127.0.0.1}, {@code [::1]}) stand
 * for each other, since no other machine can be meant.
 *
 * @param value the URL
 */
public record CalledUrl(URI value) {

    /** True if the audience is this URL. */
    boolean isNamedBy(String audience) {
        if (audience.equals(value.toString())) {
            return true;
        }
        Optional<SecureUrl> named = SecureUrl.parse(audience);
        return named.isPresent()
                && named.get().isLoopback()
                && new SecureUrl(value).isLoopback()
                && exceptHost(named.get().value()).equals(exceptHost(value));
    }

    private static String exceptHost(URI url) {
        return url.getScheme() + "://*:" + url.getPort() + url.getRawPath()
                + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    }
}
