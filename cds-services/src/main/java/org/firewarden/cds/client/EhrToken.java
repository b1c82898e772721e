package org.firewarden.cds.client;

import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.jspecify.annotations.Nullable;

/**
 * What a verified token says of the EHR that calls.
 *
 * @param issuer the registered {@code iss}
 * @param tokenId the {@code jti}
 * @param tenant the organisation at the EHR, or null if the token names none
 */
public record EhrToken(
        String issuer, String tokenId, @Nullable String tenant) {

    /**
     * The EHR as a caller, for treatment. The person is the EHR's word: it signed the request that names them.
     *
     * @param scopes no more than the called service needs
     * @param fhirUser the person at the EHR as a relative reference, if the request names one
     */
    public Caller toCaller(SmartScopes scopes, @Nullable String fhirUser) {
        return new Caller(
                issuer,
                issuer,
                Set.of(Role.CDS_CLIENT),
                scopes,
                PurposeOfUse.TREAT,
                fhirUser,
                null,
                null,
                tokenId,
                tenant);
    }
}
