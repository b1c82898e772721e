package org.firewarden.smart.discovery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.ExternalIssuer;
import org.firewarden.smart.SmartSettings;
import org.jspecify.annotations.Nullable;

/**
 * The {@code smart-configuration} document (SMART App Launch 2.2, Conformance, Using Well-Known). It lists what is switched on
 * and tested, nothing else: an app trusts each line.
 */
final class SmartConfigurationDocument {

    private static final List<String> RESOURCE_CAPABILITIES =
            List.of("permission-patient", "permission-user", "permission-v2");

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    private SmartConfigurationDocument() {}

    static ObjectNode of(SmartSettings settings) {
        SmartConfigurationDocument document = new SmartConfigurationDocument();
        ExternalIssuer external = settings.external();
        if (external == null) {
            document.describeEmbedded(settings.publicBaseUrl().toString());
        } else {
            document.describe(external);
        }
        return document.json;
    }

    private void describeEmbedded(String base) {
        json.put("issuer", base);
        json.put("jwks_uri", base + Endpoints.JWKS);
        json.put("authorization_endpoint", base + Endpoints.AUTHORIZE);
        json.put("token_endpoint", base + Endpoints.TOKEN);
        json.put("introspection_endpoint", base + Endpoints.INTROSPECT);
        json.put("revocation_endpoint", base + Endpoints.REVOKE);
        list("grant_types_supported", List.of("authorization_code", "client_credentials"));
        list("response_types_supported", List.of("code"));
        list("code_challenge_methods_supported", List.of("S256"));
        list("token_endpoint_auth_methods_supported", List.of("none", "private_key_jwt"));
        list("token_endpoint_auth_signing_alg_values_supported", List.of("RS384", "ES384"));
        list(
                "scopes_supported",
                List.of("openid", "fhirUser", "launch/patient", "patient/*.cruds", "user/*.cruds", "system/*.cruds"));
        list(
                "capabilities",
                List.of(
                        "launch-standalone",
                        "client-public",
                        "client-confidential-asymmetric",
                        "sso-openid-connect",
                        "context-standalone-patient"));
        list("capabilities", RESOURCE_CAPABILITIES);
    }

    private void describe(ExternalIssuer external) {
        json.put("issuer", external.issuer().toString());
        json.put("jwks_uri", external.jwkSetUri().toString());
        putIfKnown("authorization_endpoint", external.authorizationEndpoint());
        putIfKnown("token_endpoint", external.tokenEndpoint());
        putIfKnown("introspection_endpoint", external.introspectionEndpoint());
        putIfKnown("revocation_endpoint", external.revocationEndpoint());
        list("code_challenge_methods_supported", List.of("S256"));
        list("capabilities", RESOURCE_CAPABILITIES);
    }

    private void putIfKnown(String name, @Nullable URI value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    private void list(String name, List<String> values) {
        values.forEach(json.withArray(name)::add);
    }
}
