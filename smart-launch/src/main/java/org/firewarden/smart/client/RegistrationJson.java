package org.firewarden.smart.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.text.ParseException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.jspecify.annotations.Nullable;

/**
 * A registration as JSON, in the database, in the administrator's API and in a file, with the member names of RFC 7591 where it has
 * one: {@code client_id}, {@code client_name}, {@code redirect_uris}, {@code scope}, {@code jwks}, {@code jwks_uri},
 * {@code token_endpoint_auth_method}; and {@code roles}, {@code purpose}, {@code abilities}. A secret is never part of it.
 */
final class RegistrationJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RegistrationJson() {}

    static ObjectNode write(ClientRegistration client) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("client_id", client.clientId());
        json.put("client_name", client.name());
        client.redirectUris().stream().map(URI::toString).sorted().forEach(json.withArray("redirect_uris")::add);
        json.put("scope", client.ceiling().toString());
        client.roles().stream().map(Role::code).sorted().forEach(json.withArray("roles")::add);
        json.put("purpose", client.purpose().code());
        client.abilities().stream().map(Ability::code).sorted().forEach(json.withArray("abilities")::add);
        Proof proof = client.proof();
        json.put("token_endpoint_auth_method", method(proof));
        if (proof instanceof Proof.Keys keys) {
            json.set("jwks", parse(keys.set().toString(true)));
        } else if (proof instanceof Proof.KeysAt keys) {
            json.put("jwks_uri", keys.address().toString());
        }
        return json;
    }

    /**
     * Reads a registration.
     *
     * @param secretDigest of a client with a secret, which is stored apart
     * @throws IllegalArgumentException if it is not one; the message names what is wrong and repeats no value
     */
    static ClientRegistration read(JsonNode json, @Nullable String secretDigest) {
        Set<URI> redirects = new HashSet<>();
        for (String address : texts(json, "redirect_uris")) {
            redirects.add(uri(address, "redirect_uris"));
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String code : texts(json, "roles")) {
            roles.add(Role.ofCode(code).orElseThrow(() -> new IllegalArgumentException("roles has an unknown role")));
        }
        Set<Ability> abilities = EnumSet.noneOf(Ability.class);
        for (String code : texts(json, "abilities")) {
            abilities.add(Ability.ofCode(code)
                    .orElseThrow(() -> new IllegalArgumentException("abilities has an unknown ability")));
        }
        String scope = text(json, "scope", "");
        String name = text(json, "client_name", "");
        return new ClientRegistration(
                text(json, "client_id", ""),
                name,
                proof(json, secretDigest),
                redirects,
                SmartScopes.parse(scope),
                roles,
                PurposeOfUse.ofCode(text(json, "purpose", PurposeOfUse.HOPERAT.code()))
                        .orElseThrow(() -> new IllegalArgumentException("purpose is not known")),
                abilities);
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // The cause would quote the text.
            throw new IllegalArgumentException("not JSON");
        }
    }

    private static String method(Proof proof) {
        if (proof instanceof Proof.None) {
            return "none";
        }
        return proof instanceof Proof.Secret ? "client_secret_basic" : "private_key_jwt";
    }

    private static Proof proof(JsonNode json, @Nullable String secretDigest) {
        JsonNode keys = json.get("jwks");
        String address = text(json, "jwks_uri", "");
        String method = text(
                json, "token_endpoint_auth_method", keys != null || !address.isEmpty() ? "private_key_jwt" : "none");
        if (keys != null && !address.isEmpty()) {
            throw new IllegalArgumentException("jwks and jwks_uri exclude each other");
        }
        return switch (method) {
            case "none" -> new Proof.None();
            case "client_secret_basic", "client_secret_post" ->
                new Proof.Secret(secretDigest == null ? "" : secretDigest);
            case "private_key_jwt" ->
                keys == null ? new Proof.KeysAt(uri(address, "jwks_uri")) : new Proof.Keys(keySet(keys));
            default -> throw new IllegalArgumentException("token_endpoint_auth_method is not supported");
        };
    }

    private static JWKSet keySet(JsonNode keys) {
        try {
            JWKSet set = JWKSet.parse(keys.toString());
            if (set.isEmpty()) {
                throw new IllegalArgumentException("jwks has no key");
            }
            return set;
        } catch (ParseException e) {
            // The cause would quote the keys.
            throw new IllegalArgumentException("jwks is not a JWK set");
        }
    }

    private static URI uri(String text, String member) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            // The cause would quote the text.
            throw new IllegalArgumentException(member + " has something that is not an address");
        }
    }

    private static Set<String> texts(JsonNode json, String name) {
        Set<String> texts = new HashSet<>();
        JsonNode array = json.get(name);
        if (array == null) {
            return texts;
        }
        if (!array.isArray()) {
            throw new IllegalArgumentException(name + " must be an array");
        }
        for (JsonNode value : array) {
            if (!value.isTextual()) {
                throw new IllegalArgumentException(name + " must hold texts");
            }
            texts.add(value.asText());
        }
        return texts;
    }

    private static String text(JsonNode json, String name, String otherwise) {
        JsonNode value = json.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " must be a text");
        }
        return value.asText();
    }
}
