package org.firewarden.smart.client;

import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScope;
import org.firewarden.access.SmartScopes;
import org.firewarden.smart.Origins;

/**
 * A client as it was registered (SMART App Launch 2.2, Register App with EHR).
 *
 * @param clientId names it
 * @param name what people are shown
 * @param proof with what it proves who it is
 * @param redirectUris where codes may be sent, compared exactly but for the port of a loopback address (RFC 8252, section 7.3)
 * @param ceiling the widest scopes that it can get; it may ask for each narrower one
 * @param roles what a backend service is; empty for an app
 * @param purpose why a backend service acts
 * @param abilities what else it may do
 */
public record ClientRegistration(
        String clientId,
        String name,
        Proof proof,
        Set<URI> redirectUris,
        SmartScopes ceiling,
        Set<Role> roles,
        PurposeOfUse purpose,
        Set<Ability> abilities) {

    private static final String ID = "[A-Za-z0-9._:/-]{1,200}";
    private static final int LONGEST_NAME = 100;

    /** Refuses what could not be safe: apps with system scopes, backends without proof, codes sent in the open. */
    public ClientRegistration {
        redirectUris = Set.copyOf(redirectUris);
        roles = Set.copyOf(roles);
        abilities = Set.copyOf(abilities);
        if (!clientId.matches(ID)) {
            throw new IllegalArgumentException("a client id is 1 to 200 letters, digits and . _ : / -");
        }
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a client has a name of at most 100 characters");
        }
        boolean hasSystemScopes =
                ceiling.granted().stream().anyMatch(scope -> scope.context() == SmartScope.Context.SYSTEM);
        boolean hasPeoplesScopes =
                ceiling.granted().stream().anyMatch(scope -> scope.context() != SmartScope.Context.SYSTEM);
        if (hasSystemScopes && (!redirectUris.isEmpty() || hasPeoplesScopes)) {
            throw new IllegalArgumentException("a backend service has system scopes only, and no redirect address");
        }
        if (hasSystemScopes && !(proof instanceof Proof.Keys || proof instanceof Proof.KeysAt)) {
            throw new IllegalArgumentException("a backend service proves who it is with keys");
        }
        if (hasPeoplesScopes && redirectUris.isEmpty()) {
            throw new IllegalArgumentException("an app that a user signs in to has a redirect address");
        }
        if (!proof.isConfidential()
                && (abilities.contains(Ability.PREPARE_LAUNCHES) || abilities.contains(Ability.INTROSPECT))) {
            throw new IllegalArgumentException("a public client prepares no launches and introspects nothing");
        }
        redirectUris.forEach(ClientRegistration::requireSafe);
        if (proof instanceof Proof.KeysAt keys) {
            if (!Origins.isSafe(keys.address())) {
                throw new IllegalArgumentException("the address of keys is not plain http, but on loopback");
            }
        }
    }

    /** An app that keeps no secret: {@code authorization_code} with PKCE alone. */
    public static ClientRegistration publicApp(
            String clientId, String name, Set<URI> redirectUris, SmartScopes ceiling) {
        return app(clientId, name, new Proof.None(), redirectUris, ceiling);
    }

    /** An app with a server of its own that proves who it is. */
    public static ClientRegistration app(
            String clientId, String name, Proof proof, Set<URI> redirectUris, SmartScopes ceiling) {
        return new ClientRegistration(
                clientId,
                name,
                proof,
                redirectUris,
                ceiling,
                Set.of(),
                PurposeOfUse.HOPERAT,
                EnumSet.of(Ability.OFFLINE, Ability.ONLINE));
    }

    /** A backend service: {@code client_credentials} with {@code private_key_jwt}. */
    public static ClientRegistration backendService(
            String clientId, String name, Proof proof, SmartScopes ceiling, Set<Role> roles, PurposeOfUse purpose) {
        return new ClientRegistration(clientId, name, proof, Set.of(), ceiling, roles, purpose, Set.of());
    }

    /** An EHR that prepares launches; it gets no tokens. */
    public static ClientRegistration ehr(String clientId, String name, JWKSet keys) {
        return new ClientRegistration(
                clientId,
                name,
                new Proof.Keys(keys),
                Set.of(),
                SmartScopes.NONE,
                Set.of(),
                PurposeOfUse.TREAT,
                Set.of(Ability.PREPARE_LAUNCHES));
    }

    /** The same with one more ability. */
    public ClientRegistration with(Ability... more) {
        Set<Ability> all = EnumSet.noneOf(Ability.class);
        all.addAll(abilities);
        all.addAll(List.of(more));
        return new ClientRegistration(clientId, name, proof, redirectUris, ceiling, roles, purpose, all);
    }

    /** The same with another proof, for example after a rotation. */
    public ClientRegistration with(Proof other) {
        return new ClientRegistration(clientId, name, other, redirectUris, ceiling, roles, purpose, abilities);
    }

    /** True if people sign in to it. */
    public boolean isApp() {
        return !redirectUris.isEmpty();
    }

    /** True if it acts by itself. */
    public boolean isBackend() {
        return ceiling.granted().stream().anyMatch(scope -> scope.context() == SmartScope.Context.SYSTEM);
    }

    /** True if it may do this. */
    public boolean may(Ability ability) {
        return abilities.contains(ability);
    }

    /** True if it may prepare launches, as an EHR does. */
    public boolean mayPrepareLaunches() {
        return may(Ability.PREPARE_LAUNCHES);
    }

    /**
     * True if codes may be sent there: the address is one of the registered ones, character by character. Of a loopback address
     * only the port may differ, since a native app listens on a free one (RFC 8252, section 7.3).
     */
    public boolean redirectsTo(String address) {
        return redirectUris.stream().anyMatch(registered -> isSame(registered, address));
    }

    private static boolean isSame(URI registered, String address) {
        if (registered.toString().equals(address)) {
            return true;
        }
        if (!Origins.isOfAnyPort(registered)) {
            return false;
        }
        URI asked;
        try {
            asked = new URI(address);
        } catch (URISyntaxException e) {
            // Not an address, and so not one of the registered ones.
            return false;
        }
        return asked.getPort() > 0
                && asked.getUserInfo() == null
                && withoutPort(asked).equals(withoutPort(registered));
    }

    private static String withoutPort(URI address) {
        return address.getScheme() + "://" + address.getHost() + " " + address.getRawPath() + "?"
                + address.getRawQuery() + "#" + address.getRawFragment();
    }

    private static void requireSafe(URI redirect) {
        if (!redirect.isAbsolute() || redirect.getRawFragment() != null) {
            throw new IllegalArgumentException("a redirect address is absolute and has no fragment");
        }
        String scheme = redirect.getScheme();
        if ("http".equals(scheme) || "https".equals(scheme)) {
            if (!Origins.isSafe(redirect)) {
                throw new IllegalArgumentException("a redirect address is not plain http, but on loopback");
            }
        } else if (scheme.indexOf('.') < 0) {
            // RFC 8252, section 7.1: a scheme of a native app is a domain name in reverse. It keeps javascript: and
            // data: out.
            throw new IllegalArgumentException(
                    "a redirect address is https, http on loopback, or has a scheme with a dot");
        }
    }
}
