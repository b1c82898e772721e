package org.firewarden.smart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an issuer elsewhere is asked whether a token of its is still good (RFC 7662), so that what it ends counts here within a minute and
 * not only when the token runs out ({@code firewarden.smart.external.introspection.*}).
 *
 * @param endpoint where it is asked
 * @param clientId as what this server is registered there; Keycloak answers the audience of a token only, which is the FHIR base
 * @param clientSecretFile a file with the secret (client_secret_post); whoever holds a token of somebody's may not ask (section 4)
 * @param believed for how long an answer is believed; half a minute if it is not set
 */
public record IntrospectionSettings(URI endpoint, String clientId, Path clientSecretFile, Duration believed) {

    private static final String PREFIX = "firewarden.smart.external.introspection.";
    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** Refuses what is incomplete, plain HTTP to another machine, and answers that are believed for more than a minute. */
    public IntrospectionSettings {
        requireAll(endpoint, clientId, clientSecretFile);
        Origins.requireSafe(endpoint);
        believed = believed == null ? USUAL : believed;
        if (believed.compareTo(Duration.ofSeconds(1)) < 0 || believed.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(PREFIX + "believed must be 1 second to 60 seconds");
        }
    }

    /** The secret in the file; a server that could not ask does not start. */
    public String secret() {
        try {
            String secret = Files.readString(clientSecretFile)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
            if (secret.isEmpty()) {
                throw new IllegalStateException(PREFIX + "client-secret-file is empty");
            }
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException(PREFIX + "client-secret-file cannot be read", e);
        }
    }

    private static void requireAll(@Nullable Object... settings) {
        for (Object setting : settings) {
            if (setting == null || setting.toString().isBlank()) {
                throw new IllegalArgumentException(
                        PREFIX + "endpoint, client-id and client-secret-file must all be set");
            }
        }
    }
}
