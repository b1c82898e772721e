package org.firewarden.smart;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
        List<TenantIssuer> tenants) {

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
        return new ExternalIssuer(issuer, jwkSetUri, null, null, null, null, null, Set.of(), List.of(tenants));
    }

    /** Where the keys of all issuers are. */
    public List<URI> keyAddresses() {
        List<URI> addresses = new ArrayList<>(List.of(jwkSetUri));
        tenants.forEach(tenant -> addresses.add(tenant.jwkSetUri()));
        return addresses;
    }

    /**
     * The issuer of a further organisation. Its people are not those of others: the tenant is part of who somebody is.
     *
     * @param tenant an opaque id of the organisation, as it stands in the audit trail
     * @param issuer the exact {@code iss} of its tokens
     * @param jwkSetUri where its public keys are
     */
    public record TenantIssuer(String tenant, URI issuer, URI jwkSetUri) {

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
