package org.firewarden.smart.passkey;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.firewarden.smart.Origins;
import org.jspecify.annotations.Nullable;

/**
 * Whom passkeys are for (WebAuthn Level 3, section 4, Relying Party). A passkey is bound to the domain: it works on no look-alike, and
 * is lost if the domain changes.
 *
 * @param domain the RP ID
 * @param origin the web origin of the pages
 */
public record RelyingParty(String domain, String origin) {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");

    /**
     * The relying party of a server.
     *
     * @param base where the server is for browsers
     * @param domain its host or a domain above it, or null for its host
     * @return empty if the server has no name: there are no passkeys for an IP address
     * @throws IllegalArgumentException if the domain is not the server's
     */
    public static Optional<RelyingParty> of(URI base, @Nullable String domain) {
        String host = base.getHost().toLowerCase(Locale.ROOT);
        if (domain != null && !host.equals(domain) && !(host.endsWith("." + domain) && domain.contains("."))) {
            throw new IllegalArgumentException("firewarden.smart.embedded.sign-in.passkey-domain must be the host of"
                    + " firewarden.public-base-url or a domain above it");
        }
        return ADDRESS.matcher(host).matches()
                ? Optional.empty()
                : Optional.of(new RelyingParty(domain == null ? host : domain, Origins.of(base)));
    }
}
