package org.firewarden.server.settings;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where the server stands ({@code firewarden.*}).
 *
 * @param publicBaseUrl the address by which clients reach the server, without a trailing slash
 * @param dataDirectory where it keeps what is not in the database
 */
public record ServerSettings(URI publicBaseUrl, Path dataDirectory) {

    /** Refuses an address that is not absolute or ends in a slash. */
    public ServerSettings {
        if (!publicBaseUrl.isAbsolute() || publicBaseUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException(
                    "firewarden.public-base-url must be absolute and must not end in a slash: " + publicBaseUrl);
        }
    }

    /** The base of the FHIR endpoint. */
    public URI fhirBase() {
        return URI.create(publicBaseUrl + "/fhir");
    }
}
