package org.firewarden.smart.authorization;

import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

/**
 * What the registration of a backend service says beyond the library's own fields. Kept as strings in the client settings, so
 * that a registration can be stored anywhere.
 *
 * @param keys the public keys of the client
 * @param roles what the system is
 * @param purpose why it acts
 */
record BackendRights(JWKSet keys, Set<Role> roles, PurposeOfUse purpose) {

    private static final String KEYS = "firewarden.client.jwks";
    private static final String ROLES = "firewarden.client.roles";
    private static final String PURPOSE = "firewarden.client.purpose";

    BackendRights {
        keys = keys.toPublicJWKSet();
        roles = Set.copyOf(roles);
    }

    /** Reads the rights of a client that {@link SmartClients#backendService} registered. */
    static BackendRights of(RegisteredClient client) {
        ClientSettings settings = client.getClientSettings();
        try {
            return new BackendRights(
                    JWKSet.parse(text(settings, KEYS)),
                    Arrays.stream(text(settings, ROLES).split(" ", -1))
                            .flatMap(code -> Role.ofCode(code).stream())
                            .collect(Collectors.toUnmodifiableSet()),
                    PurposeOfUse.ofCode(text(settings, PURPOSE)).orElseThrow());
        } catch (ParseException e) {
            throw new IllegalStateException("the keys of a registered client are not a JWK set", e);
        }
    }

    ClientSettings.Builder writeTo(ClientSettings.Builder settings) {
        return settings.setting(KEYS, keys.toString(true))
                .setting(ROLES, roles.stream().map(Role::code).sorted().collect(Collectors.joining(" ")))
                .setting(PURPOSE, purpose.code());
    }

    private static String text(ClientSettings settings, String name) {
        String value = settings.getSetting(name);
        if (value == null) {
            throw new IllegalStateException("not registered as a backend service");
        }
        return value;
    }
}
