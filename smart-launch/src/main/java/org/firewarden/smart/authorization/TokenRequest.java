package org.firewarden.smart.authorization;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;

/** A request at the token endpoint, of one of the three grants that there are (RFC 6749, section 4). */
final class TokenRequest extends OAuth2AuthorizationGrantAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> fields;
    private final transient @Nullable String proof;

    /**
     * A request.
     *
     * @param client who asks, authenticated
     * @param fields the form, each field once
     * @param proof a DPoP proof, or null
     */
    TokenRequest(
            AuthorizationGrantType grant, Authentication client, Map<String, String> fields, @Nullable String proof) {
        super(grant, client, Map.of());
        this.fields = Map.copyOf(fields);
        this.proof = proof;
    }

    /** A field, or null if it is absent or empty (RFC 6749, section 3.2: empty counts as absent). */
    @Nullable
    String field(String name) {
        String value = fields.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    @Nullable
    String proof() {
        return proof;
    }
}
