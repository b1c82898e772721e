package org.firewarden.cds.settings;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One EHR that may call the CDS services, with the public keys that it handed over out of band (CDS Hooks 2.0.1, Trusting
 * CDS Clients). Keys are never fetched, so that no header of a token can make this server call anybody.
 *
 * @param issuer the {@code iss} of its tokens
 * @param jwks its public keys as a JSON Web Key Set (RFC 7517)
 * @param jku the URL that its tokens name as the home of that key set, or null if they name none; it is compared, not called
 * @param tenant the {@code tenant} that its tokens must state, or null if any will do
 */
public record CdsClientSettings(
        String issuer,
        String jwks,
        @Nullable URI jku,
        @Nullable String tenant) {

    /** Refuses a client without a name or without keys. */
    public CdsClientSettings {
        if (issuer.isBlank() || jwks.isBlank()) {
            throw new IllegalArgumentException("a CDS client has an issuer and a key set");
        }
    }

    /** A client whose tokens name neither a {@code jku} nor a particular tenant. */
    public static CdsClientSettings of(String issuer, String jwks) {
        return new CdsClientSettings(issuer, jwks, null, null);
    }

    /** A client whose key set lies in a file. */
    public static CdsClientSettings ofFile(String issuer, Path jwks, @Nullable URI jku, @Nullable String tenant)
            throws IOException {
        return new CdsClientSettings(issuer, Files.readString(jwks), jku, tenant);
    }
}
