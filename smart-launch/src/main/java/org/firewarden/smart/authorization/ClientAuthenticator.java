package org.firewarden.smart.authorization;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.firewarden.crypto.Sha256;
import org.firewarden.smart.approval.Approval;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.client.Clients;
import org.firewarden.smart.client.Proof;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Tells whether a client is who it says (SMART App Launch 2.2, Client authentication). A client authenticates in the one way of its
 * registration and in no weaker one. Each failure is {@code invalid_client}; whether the client exists is not told.
 */
final class ClientAuthenticator {

    private final Clients clients;
    private final AssertionRules assertions;
    private final Approvals approvals;

    ClientAuthenticator(Clients clients, AssertionRules assertions, Approvals approvals) {
        this.clients = clients;
        this.assertions = assertions;
        this.approvals = approvals;
    }

    /** How a client may say who it is; the first that fits the request counts. */
    List<AuthenticationConverter> converters() {
        return List.of(
                new ClientAssertionConverter(),
                bySecretInHeader(),
                new WithoutParameters(new ClientSecretPostAuthenticationConverter()),
                new ClientIdConverter(),
                new RefreshTokenConverter(
                        token -> approvals.ofRefreshToken(token).map(Approval::clientId)));
    }

    /** HTTP Basic. */
    static AuthenticationConverter bySecretInHeader() {
        return new WithoutParameters(new ClientSecretBasicAuthenticationConverter());
    }

    /** As a filter chain asks it. Not a bean, because Spring Security would then ask it for people's passwords too. */
    AuthenticationProvider toProvider() {
        return new AuthenticationProvider() {
            @Override
            public Authentication authenticate(Authentication authentication) {
                return verify(authentication);
            }

            @Override
            public boolean supports(Class<?> authentication) {
                return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
            }
        };
    }

    private Authentication verify(Authentication authentication) {
        OAuth2ClientAuthenticationToken asked = (OAuth2ClientAuthenticationToken) authentication;
        ClientRegistration client =
                clients.find(asked.getPrincipal().toString()).orElseThrow(ClientAuthenticator::refusal);
        Object credentials = asked.getCredentials();
        String shown = credentials == null ? "" : credentials.toString();
        ClientAuthenticationMethod method = asked.getClientAuthenticationMethod();
        boolean isProven;
        if (method.equals(ClientAuthenticationMethod.NONE)) {
            isProven = !client.proof().isConfidential();
        } else if (method.equals(ClientAssertionConverter.METHOD)) {
            isProven = assertions.isProvenBy(client, shown);
        } else {
            isProven = client.proof() instanceof Proof.Secret secret
                    && Sha256.isDigest(secret.digest(), shown.getBytes(StandardCharsets.UTF_8));
        }
        if (!isProven) {
            throw new UnprovenClientException(client.clientId(), error());
        }
        return new OAuth2ClientAuthenticationToken(RegisteredClients.inLibrarysForm(client), method, null);
    }

    private static OAuth2AuthenticationException refusal() {
        return new OAuth2AuthenticationException(error());
    }

    private static OAuth2Error error() {
        return new OAuth2Error(
                OAuth2ErrorCodes.INVALID_CLIENT, "The client is not known or did not prove who it is.", null);
    }

    /** Drops what the library adds for checks of its own; PKCE is verified where the code is redeemed. */
    private record WithoutParameters(AuthenticationConverter library) implements AuthenticationConverter {

        @Override
        public @Nullable Authentication convert(HttpServletRequest request) {
            return library.convert(request) instanceof OAuth2ClientAuthenticationToken read
                    ? new OAuth2ClientAuthenticationToken(
                            read.getPrincipal().toString(),
                            read.getClientAuthenticationMethod(),
                            read.getCredentials(),
                            null)
                    : null;
        }
    }
}
