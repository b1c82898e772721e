package org.firewarden.smart.client;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The registrations in the database. */
public final class StoredClients {

    private final JdbcTemplate jdbc;
    private final Clock clock;

    /** In this database. */
    public StoredClients(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A row.
     *
     * @param client the registration
     * @param isActive false while it is suspended
     */
    record Row(ClientRegistration client, boolean isActive) {}

    Optional<ClientRegistration> findActive(String clientId) {
        return find(clientId).filter(Row::isActive).map(Row::client);
    }

    Optional<Row> find(String clientId) {
        return rows("WHERE client_id = ?", clientId).stream().findFirst();
    }

    List<ClientRegistration> allActive() {
        return rows("WHERE status = 'active'").stream().map(Row::client).toList();
    }

    List<Row> all() {
        return rows("");
    }

    /** Adds a client; false if there is one of this name. */
    boolean add(ClientRegistration client) {
        Timestamp now = Timestamp.from(clock.instant());
        return jdbc.update(
                        "INSERT INTO firewarden.smart_client (client_id, registration, secret_hash, status, created,"
                                + " changed) VALUES (?, ?, ?, 'active', ?, ?) ON CONFLICT (client_id) DO NOTHING",
                        client.clientId(),
                        RegistrationJson.write(client).toString(),
                        digest(client),
                        now,
                        now)
                == 1;
    }

    /** Writes over a client; false if there is none. */
    boolean replace(ClientRegistration client) {
        return jdbc.update(
                        "UPDATE firewarden.smart_client SET registration = ?, secret_hash = ?, changed = ? WHERE"
                                + " client_id = ?",
                        RegistrationJson.write(client).toString(),
                        digest(client),
                        Timestamp.from(clock.instant()),
                        client.clientId())
                == 1;
    }

    /** Suspends a client or lets it in again; false if there is none. */
    boolean setActive(String clientId, boolean isActive) {
        return jdbc.update(
                        "UPDATE firewarden.smart_client SET status = ?, changed = ? WHERE client_id = ?",
                        isActive ? "active" : "suspended",
                        Timestamp.from(clock.instant()),
                        clientId)
                == 1;
    }

    private List<Row> rows(String condition, Object... parameters) {
        return jdbc.query(
                "SELECT registration, secret_hash, status FROM firewarden.smart_client " + condition
                        + " ORDER BY client_id",
                (row, n) -> new Row(
                        RegistrationJson.read(
                                RegistrationJson.parse(row.getString("registration")), row.getString("secret_hash")),
                        row.getString("status").equals("active")),
                parameters);
    }

    private static @Nullable String digest(ClientRegistration client) {
        return client.proof() instanceof Proof.Secret secret ? secret.digest() : null;
    }
}
