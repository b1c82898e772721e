package org.firewarden.smart.authorization;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.firewarden.access.Caller;
import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.launch.LaunchContext;
import org.firewarden.smart.token.AccessTokenContent;
import org.firewarden.smart.token.AccessTokens;
import org.firewarden.smart.token.PossessionProofs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;

/**
 * What the token endpoint answers (RFC 6749, section 5.1; SMART App Launch 2.2, Obtain access token, Response): the launch context
 * stands beside the token.
 */
final class TokenAnswer extends OAuth2AccessTokenAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient ObjectNode body;
    private final transient Caller caller;
    private final String grant;

    private TokenAnswer(
            ClientRegistration client,
            Authentication principal,
            AccessTokens.Issued token,
            ObjectNode body,
            Caller caller,
            String grant) {
        super(
                RegisteredClients.inLibrarysForm(client),
                principal,
                new OAuth2AccessToken(
                        OAuth2AccessToken.TokenType.BEARER, token.value(), token.issued(), token.expires()));
        this.body = body;
        this.caller = caller;
        this.grant = grant;
    }

    /** The answer of this request. */
    static TokenAnswer of(
            TokenRequest request,
            ClientRegistration client,
            AccessTokenContent content,
            AccessTokens.Issued token,
            LaunchContext context,
            @Nullable String idToken,
            @Nullable String refreshToken) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("access_token", token.value());
        body.put("token_type", content.keyThumbprint() == null ? "Bearer" : PossessionProofs.DPOP);
        body.put("expires_in", Duration.between(token.issued(), token.expires()).toSeconds());
        body.put("scope", content.scope());
        if (idToken != null) {
            body.put("id_token", idToken);
        }
        if (refreshToken != null) {
            body.put("refresh_token", refreshToken);
        }
        body.setAll(context.toJson());
        return new TokenAnswer(
                client,
                (Authentication) request.getPrincipal(),
                token,
                body,
                content.toCaller(),
                request.getGrantType().getValue());
    }

    ObjectNode body() {
        return body;
    }

    /** Whom the token stands for, for the audit trail. */
    Caller caller() {
        return caller;
    }

    String grant() {
        return grant;
    }
}
