package org.firewarden.smart.authorization;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * The clients that the application registers as beans; none is fine. Clients cannot register themselves (RFC 7591 is not
 * offered).
 */
final class RegisteredClients implements RegisteredClientRepository {

    private final Map<String, RegisteredClient> byId;
    private final Map<String, RegisteredClient> byClientId;

    RegisteredClients(List<RegisteredClient> clients) {
        byId = clients.stream().collect(Collectors.toUnmodifiableMap(RegisteredClient::getId, Function.identity()));
        byClientId = clients.stream()
                .collect(Collectors.toUnmodifiableMap(RegisteredClient::getClientId, Function.identity()));
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("clients are registered by the application");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return byId.get(id);
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        return byClientId.get(clientId);
    }
}
