package org.firewarden.smart.authorization;

import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.client.Clients;
import org.firewarden.smart.client.Proof;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Our clients in the form that the library's filters carry about. It names the client and how it may authenticate; what a client may
 * have is read from {@link Clients}.
 */
final class RegisteredClients implements RegisteredClientRepository {

    private final Clients clients;

    RegisteredClients(Clients clients) {
        this.clients = clients;
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("clients are registered by administrators");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        return clients.find(clientId).map(RegisteredClients::inLibrarysForm).orElse(null);
    }

    static RegisteredClient inLibrarysForm(ClientRegistration client) {
        RegisteredClient.Builder form =
                RegisteredClient.withId(client.clientId()).clientId(client.clientId());
        if (client.proof() instanceof Proof.None) {
            form.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
        } else if (client.proof() instanceof Proof.Secret) {
            form.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        } else {
            form.clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT);
        }
        if (client.isApp()) {
            form.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                    .redirectUris(uris -> client.redirectUris().forEach(uri -> uris.add(uri.toString())));
        } else {
            form.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS);
        }
        return form.build();
    }
}
