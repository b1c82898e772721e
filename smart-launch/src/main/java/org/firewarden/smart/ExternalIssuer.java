package org.firewarden.smart;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server outside of this process, for example a hospital's Keycloak. What is null here is not known, and so
 * not stated in {@code smart-configuration} (SMART App Launch 2.2, Conformance).
 *
 * @param issuer the exact {@code iss} of its tokens
 * @param jwkSetUri where its public keys are
 * @param authorizationEndpoint where apps send their users, if known
 * @param tokenEndpoint where apps get tokens, if known
 * @param introspectionEndpoint RFC 7662, if known
 * @param revocationEndpoint RFC 7009, if known
 * @param managementEndpoint where people end what they let apps do, if known
 * @param capabilities what it can do for apps, as {@code smart-configuration} lists it; empty if that is not known
 * @param tenants issuers of further organisations whose tokens are accepted too; apps are told of the first issuer only
 * @param introspection how the issuer is asked whether a token is still good, or null if its tokens are good until they run out
 */
public record ExternalIssuer(
        URI issuer,
        URI jwkSetUri,
        @Nullable URI authorizationEndpoint,
        @Nullable URI tokenEndpoint,
        @Nullable URI introspectionEndpoint,
        @Nullable URI revocationEndpoint,
        @Nullable URI managementEndpoint,
        Set<String> capabilities,
        List<TenantIssuer> tenants,
        @Nullable IntrospectionSettings introspection) {

    private static final Pattern CAPABILITY = Pattern.compile("[a-z0-9-]{1,60}");

    /** Refuses plain HTTP to another machine, where keys and tokens would travel in the open, and an issuer that comes twice. */
    public ExternalIssuer {
        Origins.requireSafe(issuer);
        Origins.requireSafe(jwkSetUri);
        capabilities = capabilities == null ? Set.of() : Set.copyOf(capabilities);
        tenants = tenants == null ? List.of() : List.copyOf(tenants);
        if (!capabilities.stream().allMatch(name -> CAPABILITY.matcher(name).matches())) {
            throw new IllegalArgumentException(
                    "firewarden.smart.external.capabilities are words as smart-configuration lists them");
        }
        Set<String> names = new HashSet<>(Set.of(issuer.toString()));
        Set<String> ids = new HashSet<>();
        for (TenantIssuer tenant : tenants) {
            if (!names.add(tenant.issuer().toString()) || !ids.add(tenant.tenant())) {
                throw new IllegalArgumentException(
                        "firewarden.smart.external.tenants: an issuer or a tenant comes twice");
            }
        }
    }

    /** An issuer of which only the name and the keys are known. */
    public static ExternalIssuer of(URI issuer, URI jwkSetUri, TenantIssuer... tenants) {
        return new ExternalIssuer(issuer, jwkSetUri, null, null, null, null, null, Set.of(), List.of(tenants), null);
    }

    /** What this server calls: the keys of all issuers, and the endpoints where it asks about tokens. */
    public List<URI> calledAddresses() {
        List<URI> addresses = new ArrayList<>(List.of(jwkSetUri));
        tenants.forEach(tenant -> addresses.add(tenant.jwkSetUri()));
        introspections().values().forEach(settings -> addresses.add(settings.endpoint()));
        return addresses;
    }

    /** By the exact issuer, how it is asked about its tokens; who is not here is not asked. */
    public Map<String, IntrospectionSettings> introspections() {
        Map<String, IntrospectionSettings> settings = new HashMap<>();
        if (introspection != null) {
            settings.put(issuer.toString(), introspection);
        }
        for (TenantIssuer tenant : tenants) {
            if (tenant.introspection() != null) {
                settings.put(tenant.issuer().toString(), tenant.introspection());
            }
        }
        return settings;
    }

    /**
     * The issuer of a further organisation. Its people are not those of others: the tenant is part of who somebody is.
     *
     * @param tenant an opaque id of the organisation, as it stands in the audit trail
     * @param issuer the exact {@code iss} of its tokens
     * @param jwkSetUri where its public keys are
     * @param introspection how it is asked whether a token is still good, or null
     */
    public record TenantIssuer(
            String tenant,
            URI issuer,
            URI jwkSetUri,
            @Nullable IntrospectionSettings introspection) {

        private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

        /** Refuses plain HTTP to another machine. */
        public TenantIssuer {
            Origins.requireSafe(issuer);
            Origins.requireSafe(jwkSetUri);
            if (!ID.matcher(tenant).matches()) {
                throw new IllegalArgumentException("a tenant is 1 to 64 letters, digits and . _ -");
            }
        }
    }
}
