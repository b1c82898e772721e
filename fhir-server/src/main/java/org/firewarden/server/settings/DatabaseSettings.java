package org.firewarden.server.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which PostgreSQL is used ({@code firewarden.database.*}).
 *
 * @param url a JDBC URL; without one an embedded PostgreSQL is started under the data directory
 * @param username the role, with a URL only
 * @param passwordFile a file whose first line is the password, with a URL only
 * @param maximumConnections size of the connection pool
 */
public record DatabaseSettings(
        @Nullable String url,
        @Nullable String username,
        @Nullable Path passwordFile,
        int maximumConnections) {

    /** Refuses half a configuration. */
    public DatabaseSettings {
        if (url != null && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("firewarden.database.url must be a jdbc:postgresql: URL");
        }
        if (url != null && (username == null || passwordFile == null)) {
            throw new IllegalArgumentException(
                    "firewarden.database.url needs firewarden.database.username and firewarden.database.password-file");
        }
        if (maximumConnections < 2) {
            throw new IllegalArgumentException("firewarden.database.maximum-connections must be at least 2");
        }
    }
}
