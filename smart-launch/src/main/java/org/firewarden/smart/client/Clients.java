package org.firewarden.smart.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All registered clients: those that the application brings along and those in the database. The database is asked again after
 * five seconds, so that a suspension or a rotation counts on all nodes at once. A suspended client is not found.
 */
public final class Clients {

    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int MAXIMUM_REMEMBERED = 10_000;

    private record Remembered(Optional<ClientRegistration> client, Instant read) {}

    private final Map<String, ClientRegistration> fixed;
    private final @Nullable StoredClients stored;
    private final Clock clock;
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();
    private volatile @Nullable Listed listed;

    private record Listed(List<ClientRegistration> clients, Instant read) {}

    /**
     * These clients.
     *
     * @param stored the database, or null where there is none because an authorization server elsewhere keeps the clients
     */
    public Clients(Collection<ClientRegistration> fixed, @Nullable StoredClients stored, Clock clock) {
        this.fixed =
                fixed.stream().collect(Collectors.toUnmodifiableMap(ClientRegistration::clientId, Function.identity()));
        this.stored = stored;
        this.clock = clock;
    }

    /** The active client with this id. */
    public Optional<ClientRegistration> find(String clientId) {
        ClientRegistration known = fixed.get(clientId);
        if (known != null || stored == null) {
            return Optional.ofNullable(known);
        }
        Instant now = clock.instant();
        Remembered before = remembered.get(clientId);
        if (before != null && before.read.plus(FRESH).isAfter(now)) {
            return before.client;
        }
        if (remembered.size() >= MAXIMUM_REMEMBERED) {
            remembered.clear();
        }
        Remembered fresh = new Remembered(stored.findActive(clientId), now);
        remembered.put(clientId, fresh);
        return fresh.client;
    }

    /** True if the application itself brings this client along, so that it is not to be changed. */
    public boolean isFixed(String clientId) {
        return fixed.containsKey(clientId);
    }

    /** Forgets what is remembered of a client, after a change on this node. */
    public void forget(String clientId) {
        remembered.remove(clientId);
        listed = null;
    }

    /** All active apps, for the origins that browsers come from. */
    public List<ClientRegistration> apps() {
        Listed before = listed;
        Instant now = clock.instant();
        if (before != null && before.read.plus(FRESH).isAfter(now)) {
            return before.clients;
        }
        List<ClientRegistration> apps = new ArrayList<>(fixed.values());
        if (stored != null) {
            apps.addAll(stored.allActive());
        }
        List<ClientRegistration> result =
                apps.stream().filter(ClientRegistration::isApp).toList();
        listed = new Listed(result, now);
        return result;
    }

    /** What people are shown as the name of a client, also of one that is gone. */
    public String nameOf(String clientId) {
        return find(clientId).map(ClientRegistration::name).orElse(clientId);
    }
}
