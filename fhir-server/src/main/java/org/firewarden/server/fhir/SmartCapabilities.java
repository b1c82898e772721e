package org.firewarden.server.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.firewarden.smart.discovery.Offer;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.UriType;

/**
 * Names the OAuth addresses in the CapabilityStatement too, for clients of before {@code smart-configuration} (SMART App Launch 2.2,
 * Conformance: the extension oauth-uris). What the discovery document does not name is not named here either.
 */
@Interceptor
public final class SmartCapabilities {

    private static final String EXTENSION = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";
    private static final Map<String, String> NAMES = new TreeMap<>(Map.of(
            "authorize", "authorization_endpoint",
            "token", "token_endpoint",
            "introspect", "introspection_endpoint",
            "revoke", "revocation_endpoint",
            "manage", "management_endpoint",
            "register", "registration_endpoint"));

    private final ObjectNode offer;

    /** Names what this server offers. */
    public SmartCapabilities(Offer offer) {
        this.offer = offer.smartConfiguration();
    }

    /** Adds the extension to what HAPI has generated. */
    @Hook(Pointcut.SERVER_CAPABILITY_STATEMENT_GENERATED)
    public void add(IBaseConformance conformance) {
        if (!(conformance instanceof CapabilityStatement statement)) {
            return;
        }
        Extension addresses = new Extension(EXTENSION);
        NAMES.forEach((name, member) -> {
            if (offer.hasNonNull(member)) {
                addresses.addExtension(name, new UriType(offer.get(member).asText()));
            }
        });
        if (addresses.hasExtension()) {
            statement.getRestFirstRep().getSecurity().addExtension(addresses);
        }
    }
}
