package org.firewarden.smart.upstream;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.firewarden.outbound.OutboundCalls;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.UpstreamProvider;
import org.firewarden.smart.people.WantedSignIn;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/**
 * The authorization code flow with the provider, as its client (OpenID Connect Core 1.0, section 3.1): with state, nonce and PKCE
 * (RFC 9700, section 2.1.1), by query. All of it is tied to one session and good once. Nothing of the provider's tokens is kept.
 */
public final class UpstreamConversation {

    private static final String ID = "upstream";

    /** Codes of the library and of {@link TokenCall}; what else comes is the provider's or a browser's text. */
    private static final Set<String> OWN_CODES = Set.of(
            "invalid_id_token", "invalid_nonce", "invalid_state_parameter", "invalid_token_response", "no_id_token");

    private final UpstreamProvider settings;
    private final Duration strongFor;
    private final ClientRegistration client;
    private final OidcAuthorizationCodeAuthenticationProvider library;
    private final HttpSessionOAuth2AuthorizationRequestRepository begun =
            new HttpSessionOAuth2AuthorizationRequestRepository();
    private final Clock clock;

    /**
     * With this provider.
     *
     * @param publicBaseUrl where the provider sends browsers back to
     * @param secret of this client, or null for a public one
     * @param keys the provider's
     * @param strongFor how long more than a password counts
     */
    public UpstreamConversation(
            UpstreamProvider settings,
            URI publicBaseUrl,
            @Nullable String secret,
            OutboundCalls calls,
            JWKSource<SecurityContext> keys,
            Duration strongFor,
            Clock clock) {
        this.settings = settings;
        this.strongFor = strongFor;
        this.clock = clock;
        this.client = ClientRegistration.withRegistrationId(ID)
                .clientId(settings.clientId())
                .clientSecret(secret)
                .clientAuthenticationMethod(
                        secret == null
                                ? ClientAuthenticationMethod.NONE
                                : ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(publicBaseUrl + Endpoints.UPSTREAM_ANSWER)
                .scope(settings.scopes())
                .authorizationUri(settings.authorizationEndpoint().toString())
                .tokenUri(settings.tokenEndpoint().toString())
                .jwkSetUri(settings.jwkSetUri().toString())
                .issuerUri(settings.issuer().toString())
                .build();
        this.library = new OidcAuthorizationCodeAuthenticationProvider(
                new TokenCall(calls), user -> new DefaultOidcUser(List.of(), user.getIdToken()));
        this.library.setJwtDecoderFactory(registration -> IdTokenRules.of(registration, keys, clock));
    }

    /** What came of it. */
    public sealed interface Answer {

        /** A verified id token. */
        record Good(OidcIdToken token) implements Answer {}

        /**
         * Nothing.
         *
         * @param reason a code of ours
         */
        record Refused(String reason) implements Answer {}
    }

    /**
     * Begins anew and says where the browser goes.
     *
     * @param wanted what the sign-in is for
     */
    public String begin(WantedSignIn wanted, HttpServletRequest request, HttpServletResponse response) {
        DefaultOAuth2AuthorizationRequestResolver resolver = new DefaultOAuth2AuthorizationRequestResolver(
                new InMemoryClientRegistrationRepository(client), Endpoints.UPSTREAM);
        resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce()
                .andThen(builder -> builder.additionalParameters(more -> more.putAll(demands(wanted)))));
        OAuth2AuthorizationRequest made = Objects.requireNonNull(resolver.resolve(request, ID));
        begun.saveAuthorizationRequest(made, request, response);
        return made.getAuthorizationRequestUri();
    }

    /** Takes what the browser came back with. */
    public Answer take(HttpServletRequest request, HttpServletResponse response) {
        OAuth2AuthorizationRequest asked = begun.removeAuthorizationRequest(request, response);
        if (asked == null) {
            return new Answer.Refused("state");
        }
        if (request.getParameter("error") != null) {
            return new Answer.Refused("provider");
        }
        String code = request.getParameter("code");
        if (code == null || code.isEmpty()) {
            return new Answer.Refused("no-code");
        }
        OAuth2AuthorizationExchange exchange = new OAuth2AuthorizationExchange(
                asked,
                OAuth2AuthorizationResponse.success(code)
                        .redirectUri(asked.getRedirectUri())
                        .state(request.getParameter("state"))
                        .build());
        try {
            return library.authenticate(new OAuth2LoginAuthenticationToken(client, exchange))
                                    instanceof OAuth2LoginAuthenticationToken done
                            && done.getPrincipal() instanceof OidcUser user
                    ? new Answer.Good(user.getIdToken())
                    : new Answer.Refused("provider");
        } catch (OAuth2AuthenticationException e) {
            String reason = e.getError().getErrorCode();
            return new Answer.Refused(OWN_CODES.contains(reason) ? reason.replace('_', '-') : "provider");
        } catch (AuthenticationException | IllegalArgumentException e) {
            // A claim that is not of its type, for example: nobody is signed in by it, and what it said is told to
            // nobody.
            return new Answer.Refused("provider");
        }
    }

    /** The age is always asked for: with it, providers must say when they authenticated somebody. */
    private Map<String, Object> demands(WantedSignIn wanted) {
        Map<String, Object> demands = new LinkedHashMap<>();
        Duration age = settings.longest();
        if (wanted.isStrong()) {
            age = shorter(age, strongFor);
            if (!settings.strongAcr().isEmpty()) {
                demands.put(
                        "acr_values",
                        String.join(" ", settings.strongAcr().stream().sorted().toList()));
            }
        }
        if (wanted.notBefore() != null) {
            Duration since = Duration.between(wanted.notBefore(), clock.instant());
            age = shorter(age, since.isNegative() ? Duration.ZERO : since);
        }
        if (wanted.isNew()) {
            demands.put("prompt", "login");
        }
        demands.put("max_age", String.valueOf(age.toSeconds()));
        demands.put("response_mode", "query");
        return demands;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** What the sign-in page calls the provider. */
    public String name() {
        return settings.name();
    }
}
