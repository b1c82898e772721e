package org.firewarden.keycloak;

import java.net.URI;
import java.util.Optional;
import org.keycloak.models.RealmModel;

/**
 * The FHIR server that a realm issues tokens for, set by the realm attribute {@value #ATTRIBUTE}.
 *
 * @param base the FHIR base, without a slash at the end: the audience of access tokens
 */
record FhirServer(String base) {

    /** The realm attribute. */
    static final String ATTRIBUTE = "firewarden.fhirBase";

    private static final String FHIR = "/fhir";

    /** Refuses an address that does not end as the server's does. */
    FhirServer {
        if (!base.endsWith(FHIR)) {
            throw new IllegalStateException("the realm attribute " + ATTRIBUTE + " is the address of a FHIR base");
        }
    }

    /** The one of this realm; empty if the realm has none, and so no SMART apps. */
    static Optional<FhirServer> of(RealmModel realm) {
        return Optional.ofNullable(realm.getAttribute(ATTRIBUTE))
                .filter(base -> !base.isBlank())
                .map(FhirServer::new);
    }

    /** True if an app that sends this {@code aud} means this server. */
    boolean isMeantBy(String aud) {
        return base.equals(aud) || (base + "/").equals(aud);
    }

    /** Where an EHR prepares launches; also the audience of tokens for it. */
    String launches() {
        return base.substring(0, base.length() - FHIR.length()) + "/smart/launch";
    }

    /** Where a launch is redeemed. */
    URI redemption() {
        return URI.create(launches() + "/redeem");
    }

    /** Where a type is searched without its parameters in the address. */
    URI search(String type) {
        return URI.create(base + "/" + type + "/_search");
    }
}
