package org.firewarden.smart.authorization;

import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScope;
import org.firewarden.access.SmartScopes;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * Registers clients of the two kinds there are: backend services and public apps (SMART App Launch 2.2, Client
 * authentication). The scopes of a registration are its ceiling, not a list of the only ones it may ask for.
 */
public final class SmartClients {

    private SmartClients() {}

    /**
     * A backend service: {@code client_credentials} with {@code private_key_jwt}, keys given here and never fetched.
     *
     * @param keys its keys; only the public halves are kept
     * @param ceiling the widest {@code system/} scopes that it can get
     * @param roles what the system is
     * @param purpose why it acts
     */
    public static RegisteredClient backendService(
            String clientId,
            JWKSet keys,
            SmartScopes ceiling,
            Set<Role> roles,
            PurposeOfUse purpose,
            Duration tokenLifetime) {
        if (ceiling.granted().stream().anyMatch(scope -> scope.context() != SmartScope.Context.SYSTEM)) {
            throw new IllegalArgumentException("a backend service has system scopes only");
        }
        ClientSettings.Builder settings = ClientSettings.builder()
                // The library wants one algorithm to tell keys from secrets; the decoder accepts both ES384 and RS384.
                .tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.ES384);
        return RegisteredClient.withId(clientId)
                .clientId(clientId)
                .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> ceiling.granted().forEach(scope -> scopes.add(scope.toString())))
                .clientSettings(new BackendRights(keys, roles, purpose)
                        .writeTo(settings)
                        .build())
                .tokenSettings(lifetime(tokenLifetime))
                .build();
    }

    /**
     * A public app, for example one in a browser: {@code authorization_code} with PKCE S256 and no secret.
     *
     * @param redirectUris where codes may be sent, compared exactly but for the port of a loopback address (RFC 8252,
     *     section 7.3)
     * @param ceiling the widest {@code patient/} and {@code user/} scopes that it can get
     */
    public static RegisteredClient publicApp(
            String clientId, Set<URI> redirectUris, SmartScopes ceiling, Duration tokenLifetime) {
        if (ceiling.granted().stream().anyMatch(scope -> scope.context() == SmartScope.Context.SYSTEM)) {
            throw new IllegalArgumentException("an app that a user signs in to has no system scopes");
        }
        return RegisteredClient.withId(clientId)
                .clientId(clientId)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUris(uris -> redirectUris.forEach(uri -> uris.add(uri.toString())))
                .scopes(scopes -> {
                    scopes.addAll(LaunchScopes.SUPPORTED);
                    ceiling.granted().forEach(scope -> scopes.add(scope.toString()));
                })
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .tokenSettings(lifetime(tokenLifetime))
                .build();
    }

    private static TokenSettings lifetime(Duration accessToken) {
        return TokenSettings.builder()
                .accessTokenTimeToLive(accessToken)
                .authorizationCodeTimeToLive(Duration.ofMinutes(1))
                .build();
    }
}
