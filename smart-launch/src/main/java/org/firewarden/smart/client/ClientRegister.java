package org.firewarden.smart.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.firewarden.crypto.Sha256;
import org.firewarden.smart.approval.Revocations;
import org.firewarden.smart.approval.SecretValues;
import org.jspecify.annotations.Nullable;

/**
 * Registers, changes and suspends clients. A suspension ends tokens that are out there, within seconds; a secret is made here, shown
 * once and kept as a digest.
 */
public final class ClientRegister {

    private final StoredClients stored;
    private final Clients clients;
    private final Revocations revocations;
    private final SecretValues secrets;

    /** Over the clients of the database. */
    public ClientRegister(StoredClients stored, Clients clients, Revocations revocations, SecretValues secrets) {
        this.stored = stored;
        this.clients = clients;
        this.revocations = revocations;
        this.secrets = secrets;
    }

    /**
     * A client that was just written.
     *
     * @param client the registration
     * @param secret to be shown once, or null for a client without one
     */
    public record Written(
            ClientRegistration client, @Nullable String secret) {
        /** Says nothing of the secret. */
        @Override
        public String toString() {
            return "Written[" + client.clientId() + "]";
        }
    }

    /**
     * One of the list.
     *
     * @param client the registration
     * @param isActive false while it is suspended
     */
    public record Listed(ClientRegistration client, boolean isActive) {}

    /** All clients of the database. */
    public List<Listed> all() {
        return stored.all().stream()
                .map(row -> new Listed(row.client(), row.isActive()))
                .toList();
    }

    /**
     * Registers a client, or writes over one of the same id; the secret of the latter stays.
     *
     * @throws IllegalArgumentException if it is not a registration, or its id belongs to the application
     */
    public Written write(JsonNode registration) {
        String id = registration.path("client_id").asText();
        Optional<StoredClients.Row> before = stored.find(id);
        String digest = before.map(row -> row.client().proof() instanceof Proof.Secret known ? known.digest() : null)
                .orElse(null);
        ClientRegistration client = RegistrationJson.read(registration, digest);
        if (clients.isFixed(client.clientId())) {
            throw new IllegalArgumentException("client_id is taken");
        }
        boolean needsSecret = client.proof() instanceof Proof.Secret && digest == null;
        String secret = needsSecret ? secrets.next() : null;
        ClientRegistration written = secret == null ? client : client.with(secretOf(secret));
        if (before.isPresent() ? !stored.replace(written) : !stored.add(written)) {
            throw new IllegalArgumentException("client_id is taken");
        }
        clients.forget(client.clientId());
        return new Written(written, secret);
    }

    /** Adds a client under an id of its own making, for one that registers itself. */
    public Written add(ObjectNode registration) {
        registration.put("client_id", secrets.next().replaceAll("[_-]", "").substring(0, 24));
        return write(registration);
    }

    /** A new secret in place of the old one, which is no good from now on; empty if the client has none. */
    public Optional<String> newSecret(String clientId) {
        Optional<ClientRegistration> client = stored.find(clientId)
                .map(StoredClients.Row::client)
                .filter(known -> known.proof() instanceof Proof.Secret);
        return client.map(known -> {
            String secret = secrets.next();
            stored.replace(known.with(secretOf(secret)));
            clients.forget(clientId);
            return secret;
        });
    }

    /** Suspends a client, or lets it in again; false if there is none. */
    public boolean setActive(String clientId, boolean isActive) {
        boolean isThere = stored.setActive(clientId, isActive);
        clients.forget(clientId);
        if (isThere && isActive) {
            revocations.restore(Revocations.ofClient(clientId));
        } else if (isThere) {
            revocations.revoke(Revocations.ofClient(clientId));
        }
        return isThere;
    }

    /** A registration as JSON, without secret. */
    public static ObjectNode toJson(ClientRegistration client) {
        return RegistrationJson.write(client);
    }

    /**
     * JSON as it was typed or sent.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static JsonNode parse(String text) {
        return RegistrationJson.parse(text);
    }

    private static Proof secretOf(String secret) {
        return new Proof.Secret(Sha256.hex(secret.getBytes(StandardCharsets.UTF_8)));
    }
}
