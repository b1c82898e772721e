package org.firewarden.smart.authorization;

import java.util.Optional;
import org.firewarden.smart.approval.Approval;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.approval.Revocations;
import org.firewarden.smart.token.AccessTokenContent;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationToken;

/**
 * Ends a token on its client's word (RFC 7009). A refresh token takes the whole approval with it, access tokens included; an access
 * token ends alone. A token of another client, or none at all, is answered like one that was ended.
 */
final class Revocation implements AuthenticationProvider {

    private final JwtDecoder decoder;
    private final Approvals approvals;
    private final Revocations revocations;

    Revocation(JwtDecoder decoder, Approvals approvals, Revocations revocations) {
        this.decoder = decoder;
        this.approvals = approvals;
        this.revocations = revocations;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        OAuth2TokenRevocationAuthenticationToken request = (OAuth2TokenRevocationAuthenticationToken) authentication;
        if (!(request.getPrincipal() instanceof OAuth2ClientAuthenticationToken client) || !client.isAuthenticated()) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        Optional<Approval> approval = approvals.ofRefreshToken(request.getToken());
        if (approval.isPresent()) {
            if (approval.get().clientId().equals(client.getName())) {
                approvals.end(approval.get().id(), "client");
            }
        } else {
            endAccessToken(request.getToken(), client.getName());
        }
        return request;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2TokenRevocationAuthenticationToken.class.isAssignableFrom(authentication);
    }

    private void endAccessToken(String token, String clientId) {
        try {
            Jwt jwt = decoder.decode(token);
            if (clientId.equals(jwt.getClaimAsString(AccessTokenContent.CLIENT_ID)) && jwt.getId() != null) {
                revocations.revoke(Revocations.ofToken(jwt.getId()));
            }
        } catch (JwtException e) {
            // No good any more, or never was: nothing is left to end (RFC 7009, section 2.2).
            return;
        }
    }
}
