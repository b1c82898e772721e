package org.firewarden.it.browser;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The realm that ships, with clients and people of a hospital added, as the file that Keycloak imports at its start. */
final class KeycloakRealm {

    private static final List<String> SMART =
            List.of("launch", "launch/patient", "launch/encounter", "fhirUser", "offline_access");

    private final ObjectNode realm;
    private final String password;

    KeycloakRealm(Path shipped, String password) {
        this.password = password;
        try {
            realm = (ObjectNode) Http.JSON.readTree(shipped.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An app that people sign in to; they are asked. */
    ObjectNode app(String clientId, String name, String redirect, String... resources) {
        ObjectNode client = client(clientId).put("name", name);
        client.put("standardFlowEnabled", true).put("consentRequired", true);
        client.withArray("redirectUris").add(redirect);
        client.withArray("webOrigins").add("+");
        scopes(client, "defaultClientScopes", List.of("basic", "acr", "firewarden"));
        scopes(client, "optionalClientScopes", SMART);
        scopes(client, "optionalClientScopes", List.of(resources));
        return client;
    }

    /** Something that acts by itself, with a role and a purpose. */
    void service(String clientId, ECKey key, String role, String purpose, String scope) {
        ObjectNode client = client(clientId).put("serviceAccountsEnabled", true);
        scopes(client, "defaultClientScopes", List.of("basic", "firewarden", scope));
        prove(client, key);
        ObjectNode account = user("service-account-" + clientId, role, Map.of("purposeOfUse", purpose));
        account.put("serviceAccountClientId", clientId);
    }

    /** The FHIR server itself, which signs nobody in: it asks what became of tokens for it. */
    void fhirServer(String base, String secret) {
        client(base).put("publicClient", false).put("secret", secret);
    }

    /** With this key as the proof of who a client is. */
    static void prove(ObjectNode client, ECKey key) {
        client.put("publicClient", false).put("clientAuthenticatorType", "client-jwt");
        client.withObject("/attributes")
                .put("use.jwks.string", "true")
                .put("jwks.string", new JWKSet(key).toString(true))
                .put("token.endpoint.auth.signing.alg", "ES384")
                .put("token.endpoint.auth.signing.max.exp", "300");
    }

    /** A person with the password of all. */
    void person(String name, String role, Map<String, String> attributes) {
        ObjectNode user = user(name, role, attributes);
        user.put("firstName", name).put("lastName", "Test").put("email", name + "@example.org");
        user.withArray("credentials").addObject().put("type", "password").put("value", password);
    }

    void writeTo(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, realm.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode client(String clientId) {
        return realm.withArray("clients")
                .addObject()
                .put("clientId", clientId)
                .put("enabled", true)
                .put("protocol", "openid-connect")
                .put("standardFlowEnabled", false)
                .put("directAccessGrantsEnabled", false)
                .put("fullScopeAllowed", true);
    }

    private ObjectNode user(String name, String role, Map<String, String> attributes) {
        ObjectNode user = realm.withArray("users")
                .addObject()
                .put("username", name)
                .put("enabled", true)
                .put("emailVerified", true);
        user.withArray("realmRoles").add(role).add("default-roles-firewarden");
        attributes.forEach((attribute, value) ->
                user.withObject("/attributes").putArray(attribute).add(value));
        return user;
    }

    private static void scopes(ObjectNode client, String kind, List<String> names) {
        names.forEach(client.withArray(kind)::add);
    }
}
