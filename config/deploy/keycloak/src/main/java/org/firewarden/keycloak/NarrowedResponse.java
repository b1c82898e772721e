package org.firewarden.keycloak;

import org.keycloak.representations.AccessTokenResponse;

/**
 * A token response that states the scope of its token. Keycloak writes the names of its client scopes over whatever stands there after
 * all mappers have run, which would tell an app with granular scopes that it has more than it has (RFC 6749, section 5.1).
 */
final class NarrowedResponse extends AccessTokenResponse {

    NarrowedResponse(AccessTokenResponse response, String granted) {
        token = response.getToken();
        expiresIn = response.getExpiresIn();
        refreshExpiresIn = response.getRefreshExpiresIn();
        refreshToken = response.getRefreshToken();
        tokenType = response.getTokenType();
        idToken = response.getIdToken();
        notBeforePolicy = response.getNotBeforePolicy();
        sessionState = response.getSessionState();
        response.getOtherClaims().forEach(this::setOtherClaims);
        scope = granted;
    }

    /** Keeps what was granted. */
    @Override
    public void setScope(String names) {}
}
