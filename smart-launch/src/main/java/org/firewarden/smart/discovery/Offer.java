package org.firewarden.smart.discovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.ExternalIssuer;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.people.Acr;
import org.jspecify.annotations.Nullable;

/**
 * What this server says of itself: {@code smart-configuration} (SMART App Launch 2.2, Conformance, Using Well-Known) and
 * {@code openid-configuration} (OpenID Connect Discovery 1.0). Both list what is switched on and tested, nothing else: an app trusts
 * each line.
 */
public final class Offer {

    private static final List<String> RESOURCE_CAPABILITIES =
            List.of("permission-patient", "permission-user", "permission-v1", "permission-v2");
    private static final List<String> GRANTS = List.of("authorization_code", "client_credentials", "refresh_token");
    private static final List<String> PROOFS =
            List.of("none", "client_secret_basic", "client_secret_post", "private_key_jwt");
    private static final List<String> CONFIDENTIAL_PROOFS = PROOFS.subList(1, PROOFS.size());
    private static final List<String> ASSERTION_ALGORITHMS = List.of("RS384", "ES384");
    private static final List<String> SCOPES = List.of(
            "openid",
            "fhirUser",
            "launch",
            "launch/patient",
            "launch/encounter",
            "offline_access",
            "online_access",
            "patient/*.cruds",
            "user/*.cruds",
            "system/*.cruds");

    private final SmartSettings settings;
    private final String base;

    /** Of a server with these settings. */
    public Offer(SmartSettings settings) {
        this.settings = settings;
        this.base = settings.publicBaseUrl().toString();
    }

    /** The document of SMART. */
    public ObjectNode smartConfiguration() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ExternalIssuer external = settings.external();
        if (external == null) {
            endpoints(json);
            json.put("management_endpoint", base + Endpoints.APPS);
            list(json, "capabilities", capabilities());
            Brands.of(settings.embedded().brands()).ifPresent(brands -> {
                json.put("user_access_brand_bundle", base + Endpoints.BRANDS);
                json.set("user_access_brand_identifier", brands.primaryIdentifier());
            });
        } else {
            describe(json, external);
        }
        return json;
    }

    /** The document of OpenID Connect, of the embedded authorization server. */
    public Map<String, Object> openidConfiguration() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        endpoints(json);
        list(json, "subject_types_supported", List.of("public"));
        list(json, "id_token_signing_alg_values_supported", List.of("RS256"));
        list(
                json,
                "claims_supported",
                List.of("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "fhirUser"));
        list(json, "acr_values_supported", Acr.OFFERED);
        list(json, "prompt_values_supported", List.of("none", "login", "consent"));
        list(json, "dpop_signing_alg_values_supported", List.of("ES256", "ES384", "RS256", "RS384"));
        json.put("request_parameter_supported", false);
        json.put("request_uri_parameter_supported", false);
        json.put("claims_parameter_supported", false);
        for (String endpoint : List.of("introspection", "revocation")) {
            list(
                    json,
                    endpoint + "_endpoint_auth_methods_supported",
                    endpoint.equals("revocation") ? PROOFS : CONFIDENTIAL_PROOFS);
            list(json, endpoint + "_endpoint_auth_signing_alg_values_supported", ASSERTION_ALGORITHMS);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        ObjectMapper mapper = new ObjectMapper();
        json.properties()
                .forEach(field -> document.put(field.getKey(), mapper.convertValue(field.getValue(), Object.class)));
        return document;
    }

    private void endpoints(ObjectNode json) {
        json.put("issuer", base);
        json.put("jwks_uri", base + Endpoints.JWKS);
        json.put("authorization_endpoint", base + Endpoints.AUTHORIZE);
        json.put("token_endpoint", base + Endpoints.TOKEN);
        json.put("introspection_endpoint", base + Endpoints.INTROSPECT);
        json.put("revocation_endpoint", base + Endpoints.REVOKE);
        if (settings.embedded().registration() != null) {
            json.put("registration_endpoint", base + Endpoints.REGISTER);
        }
        list(json, "grant_types_supported", GRANTS);
        list(json, "response_types_supported", List.of("code"));
        list(json, "response_modes_supported", List.of("query"));
        list(json, "code_challenge_methods_supported", List.of("S256"));
        list(json, "token_endpoint_auth_methods_supported", PROOFS);
        list(json, "token_endpoint_auth_signing_alg_values_supported", ASSERTION_ALGORITHMS);
        list(json, "scopes_supported", SCOPES);
    }

    private List<String> capabilities() {
        List<String> capabilities = new ArrayList<>(List.of(
                "launch-ehr",
                "launch-standalone",
                "authorize-post",
                "client-public",
                "client-confidential-symmetric",
                "client-confidential-asymmetric",
                "sso-openid-connect",
                "context-banner",
                "context-ehr-patient",
                "context-ehr-encounter",
                "context-standalone-patient",
                "context-standalone-encounter",
                "permission-offline",
                "permission-online"));
        if (settings.embedded().styleUrl() != null) {
            capabilities.add("context-style");
        }
        capabilities.addAll(RESOURCE_CAPABILITIES);
        return capabilities;
    }

    private static void describe(ObjectNode json, ExternalIssuer external) {
        json.put("issuer", external.issuer().toString());
        json.put("jwks_uri", external.jwkSetUri().toString());
        putIfKnown(json, "authorization_endpoint", external.authorizationEndpoint());
        putIfKnown(json, "token_endpoint", external.tokenEndpoint());
        putIfKnown(json, "introspection_endpoint", external.introspectionEndpoint());
        putIfKnown(json, "revocation_endpoint", external.revocationEndpoint());
        putIfKnown(json, "management_endpoint", external.managementEndpoint());
        list(json, "code_challenge_methods_supported", List.of("S256"));
        if (!external.capabilities().isEmpty()) {
            list(json, "grant_types_supported", GRANTS);
            list(json, "response_types_supported", List.of("code"));
            list(json, "scopes_supported", SCOPES);
        }
        Set<String> capabilities = new TreeSet<>(external.capabilities());
        capabilities.addAll(RESOURCE_CAPABILITIES);
        list(json, "capabilities", List.copyOf(capabilities));
    }

    private static void putIfKnown(ObjectNode json, String name, @Nullable URI value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    private static void list(ObjectNode json, String name, List<String> values) {
        values.forEach(json.withArray(name)::add);
    }
}
