package org.firewarden.smart.approval;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.smart.launch.LaunchContext;
import org.jspecify.annotations.Nullable;

/**
 * Somebody let an app in. All codes, access and refresh tokens that come of it carry its id, so that they end together (RFC 9700,
 * section 4.14.2: refresh tokens of one family).
 *
 * @param id names it in tokens
 * @param clientId the app
 * @param subject the person's sign-in name
 * @param scopes all that was granted, never widened later
 * @param purpose for which purpose the app works
 * @param context the launch context
 * @param acr how strongly the person signed in
 * @param authenticated when the person signed in
 * @param nonce of the authorization request, for the id token
 * @param renewal how long it goes on
 * @param keyThumbprint the key that each of its tokens is bound to (RFC 9449), or null for bearer tokens
 * @param created when
 * @param used when a token was last issued for it
 */
public record Approval(
        UUID id,
        String clientId,
        String subject,
        Set<String> scopes,
        PurposeOfUse purpose,
        LaunchContext context,
        String acr,
        Instant authenticated,
        @Nullable String nonce,
        Renewal renewal,
        @Nullable String keyThumbprint,
        Instant created,
        Instant used) {

    /** Copies the scopes. */
    public Approval {
        scopes = Set.copyOf(scopes);
    }

    /** The same, bound to a key. */
    public Approval boundTo(String thumbprint) {
        return new Approval(
                id,
                clientId,
                subject,
                scopes,
                purpose,
                context,
                acr,
                authenticated,
                nonce,
                renewal,
                thumbprint,
                created,
                used);
    }

    /** Says nothing of the context. */
    @Override
    public String toString() {
        return "Approval[" + id + "]";
    }
}
