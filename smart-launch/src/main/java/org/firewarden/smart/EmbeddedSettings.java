package org.firewarden.smart;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.firewarden.smart.approval.RenewalLimits;
import org.jspecify.annotations.Nullable;

/**
 * What can be set of the embedded authorization server ({@code firewarden.smart.embedded.*}).
 *
 * @param renewal how long refresh tokens are good
 * @param signingKeyRotation after how long a new key signs tokens
 * @param styleUrl where apps find this hospital's colours ({@code smart_style_url}), or null
 * @param tenant the organisation that launches apps, as an opaque id, or null
 * @param brands a file with the user-access brands bundle, or null
 * @param registration open for apps that register themselves, or null for closed
 * @param administratorPasswordFile a file with the password of {@code administrator}, who is made if there is nobody at all, or null
 * @param signIn how people sign in and how long that counts
 * @param upstream where people may sign in instead of here, or null
 */
public record EmbeddedSettings(
        RenewalLimits renewal,
        Duration signingKeyRotation,
        @Nullable URI styleUrl,
        @Nullable String tenant,
        @Nullable Path brands,
        @Nullable RegistrationSettings registration,
        @Nullable Path administratorPasswordFile,
        SignInSettings signIn,
        @Nullable UpstreamProvider upstream) {

    // Before the default, whose constructor looks at it.
    private static final Duration SHORTEST_ROTATION = Duration.ofDays(7);

    /** A new signing key each 90 days, no brands, nobody registers alone. */
    public static final EmbeddedSettings DEFAULT = new EmbeddedSettings(
            RenewalLimits.DEFAULT, Duration.ofDays(90), null, null, null, null, null, SignInSettings.DEFAULT, null);

    /** Refuses a rotation that is quicker than the overlap of two keys allows. */
    public EmbeddedSettings {
        if (signingKeyRotation.compareTo(SHORTEST_ROTATION) < 0) {
            throw new IllegalArgumentException("firewarden.smart.embedded.signing-key-rotation must be 7 days or more");
        }
        if (styleUrl != null) {
            Origins.requireSafe(styleUrl);
        }
    }

    /**
     * Who may vouch for apps that register themselves (RFC 7591, section 2.3).
     *
     * @param statementIssuer the {@code iss} of software statements
     * @param statementKeys a file with its public keys, a JWK set
     */
    public record RegistrationSettings(String statementIssuer, Path statementKeys) {}
}
