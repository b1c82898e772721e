package org.firewarden.smart.authorization;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/** Somebody said to be a client that there is, and did not prove it. The ledger learns which; the answer is as for one that there is not. */
final class UnprovenClientException extends OAuth2AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final String clientId;

    UnprovenClientException(String clientId, OAuth2Error error) {
        super(error);
        this.clientId = clientId;
    }

    /** Which client it was said to be. */
    String clientId() {
        return clientId;
    }
}
