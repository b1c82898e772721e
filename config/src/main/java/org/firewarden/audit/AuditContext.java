package org.firewarden.audit;

import java.util.Map;
import java.util.Set;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;

/**
 * What else is known of the request that an event is of.
 *
 * @param query what was asked, as it came; stored encrypted, or null
 * @param cleanedQuery the names of what was asked about, without any value; stored in the clear, or null
 * @param tokenId the {@code jti} of the access token, or null
 * @param roles the codes of the caller's roles
 * @param sealedDetails details that are stored encrypted, under the keys of the event's patients
 * @param part which event of the request this is, from 1
 * @param parts how many events the request left
 */
public record AuditContext(
        @Nullable Phi<String> query,
        @Nullable String cleanedQuery,
        @Nullable String tokenId,
        Set<String> roles,
        Map<String, Phi<String>> sealedDetails,
        int part,
        int parts) {

    /** Nothing, and the only event of its request. */
    public static final AuditContext NONE = new AuditContext(null, null, null, Set.of(), Map.of(), 1, 1);

    /** Copies the collections. */
    public AuditContext {
        if (part < 1 || part > parts) {
            throw new IllegalArgumentException("a request with " + parts + " events has no event " + part);
        }
        roles = Set.copyOf(roles);
        sealedDetails = Map.copyOf(sealedDetails);
    }

    AuditContext as(int newPart, int newParts) {
        return new AuditContext(query, cleanedQuery, tokenId, roles, sealedDetails, newPart, newParts);
    }
}
