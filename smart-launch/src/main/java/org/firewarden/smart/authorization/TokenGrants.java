package org.firewarden.smart.authorization;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.SmartScopes;
import org.firewarden.crypto.Sha256;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.SmartSettings;
import org.firewarden.smart.approval.Approval;
import org.firewarden.smart.approval.Approvals;
import org.firewarden.smart.approval.Redemption;
import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.client.Clients;
import org.firewarden.smart.grant.LaunchScopes;
import org.firewarden.smart.grant.ScopeWords;
import org.firewarden.smart.launch.LaunchContext;
import org.firewarden.smart.people.Acr;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.Person;
import org.firewarden.smart.token.AccessTokenContent;
import org.firewarden.smart.token.AccessTokens;
import org.firewarden.smart.token.IdTokens;
import org.firewarden.smart.token.PossessionProofs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;

/**
 * The three grants: a code is redeemed once and with its PKCE verifier, a refresh token is used once and never widens anything, a
 * backend service gets what it is registered for. A token never holds more than the approval, the client's ceiling and the person's
 * ceiling, as they are now.
 */
final class TokenGrants implements AuthenticationProvider {

    private final SmartSettings settings;
    private final Clients clients;
    private final People people;
    private final Approvals approvals;
    private final AccessTokens accessTokens;
    private final IdTokens idTokens;
    private final PossessionProofs proofs;
    private final Clock clock;

    TokenGrants(
            SmartSettings settings,
            Clients clients,
            People people,
            Approvals approvals,
            AccessTokens accessTokens,
            IdTokens idTokens,
            PossessionProofs proofs,
            Clock clock) {
        this.settings = settings;
        this.clients = clients;
        this.people = people;
        this.approvals = approvals;
        this.accessTokens = accessTokens;
        this.idTokens = idTokens;
        this.proofs = proofs;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        TokenRequest request = (TokenRequest) authentication;
        if (!(request.getPrincipal() instanceof OAuth2ClientAuthenticationToken principal)
                || !principal.isAuthenticated()) {
            throw refusal(OAuth2ErrorCodes.INVALID_CLIENT, "The client did not authenticate.");
        }
        ClientRegistration client = clients.find(principal.getName())
                .orElseThrow(() -> refusal(OAuth2ErrorCodes.INVALID_CLIENT, "The client is not known."));
        AuthorizationGrantType grant = request.getGrantType();
        if (grant.equals(AuthorizationGrantType.CLIENT_CREDENTIALS)) {
            return clientCredentials(request, client);
        }
        if (!client.isApp()) {
            throw refusal(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT, "This client is not registered for this grant.");
        }
        return grant.equals(AuthorizationGrantType.AUTHORIZATION_CODE)
                ? code(request, client)
                : refresh(request, client);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return TokenRequest.class.isAssignableFrom(authentication);
    }

    private TokenAnswer clientCredentials(TokenRequest request, ClientRegistration client) {
        if (!client.isBackend()) {
            throw refusal(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT, "This client is not registered for this grant.");
        }
        String scope = request.field("scope");
        Set<String> granted = ScopeWords.within(ScopeWords.of(scope == null ? "" : scope), client.ceiling());
        if (granted.isEmpty()) {
            throw refusal(OAuth2ErrorCodes.INVALID_SCOPE, "None of the scopes can be granted to this client.");
        }
        AccessTokenContent content = new AccessTokenContent(
                client.clientId(),
                client.clientId(),
                settings.fhirBase(),
                String.join(" ", granted),
                null,
                client.roles(),
                client.purpose(),
                null,
                null,
                settings.embedded().tenant(),
                null,
                thumbprint(request));
        return TokenAnswer.of(
                request,
                client,
                content,
                accessTokens.issue(content, settings.backendTokenLifetime()),
                LaunchContext.NONE,
                null,
                null);
    }

    private TokenAnswer code(TokenRequest request, ClientRegistration client) {
        String code = request.field("code");
        String redirect = request.field("redirect_uri");
        String verifier = request.field("code_verifier");
        if (code == null || redirect == null) {
            throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, "code and redirect_uri are needed.");
        }
        String thumbprint = thumbprint(request);
        Redemption redemption = approvals.redeemCode(code, client.clientId());
        if (!(redemption instanceof Redemption.Good good)) {
            throw refusal(OAuth2ErrorCodes.INVALID_GRANT, "The code is not good, or was used before.");
        }
        Approval approval = good.approval();
        if (!redirect.equals(good.redirectUri()) || verifier == null || !fits(verifier, good.challenge())) {
            approvals.end(approval.id(), "mismatch");
            throw refusal(OAuth2ErrorCodes.INVALID_GRANT, "redirect_uri and code_verifier do not fit the code.");
        }
        requireKey(approval, thumbprint);
        if (approval.keyThumbprint() == null && thumbprint != null) {
            approval = approvals.bind(approval, thumbprint);
        }
        Person person = person(approval);
        return answer(request, client, approval, person, approval.scopes(), identify(approval, person));
    }

    private TokenAnswer refresh(TokenRequest request, ClientRegistration client) {
        String token = request.field("refresh_token");
        if (token == null) {
            throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, "refresh_token is needed.");
        }
        String thumbprint = thumbprint(request);
        String scope = request.field("scope");
        Optional<Approval> peeked = approvals.ofGoodRefreshToken(token);
        if (peeked.isPresent() && peeked.get().clientId().equals(client.clientId())) {
            // A request that is wrong otherwise does not use the token up.
            requireKey(peeked.get(), thumbprint);
            if (scope != null
                    && !ScopeWords.areWithin(ScopeWords.of(scope), peeked.get().scopes())) {
                throw refusal(OAuth2ErrorCodes.INVALID_SCOPE, "A refresh cannot widen what was granted.");
            }
        }
        if (!(approvals.redeemRefreshToken(token, client.clientId()) instanceof Redemption.Good good)) {
            throw refusal(OAuth2ErrorCodes.INVALID_GRANT, "The refresh token is not good, or was used before.");
        }
        Approval approval = good.approval();
        Set<String> words = scope == null ? approval.scopes() : ScopeWords.of(scope);
        return answer(request, client, approval, person(approval), words, null);
    }

    private TokenAnswer answer(
            TokenRequest request,
            ClientRegistration client,
            Approval approval,
            Person person,
            Set<String> words,
            @Nullable String idToken) {
        // Rights that were taken away since the approval are gone from the next token on.
        SmartScopes ceiling = client.ceiling().meet(person.ceiling());
        Set<String> granted = new TreeSet<>(ScopeWords.within(words, ceiling));
        words.stream().filter(LaunchScopes.SUPPORTED::contains).forEach(granted::add);
        if (!LaunchScopes.areUseful(granted)) {
            throw refusal(OAuth2ErrorCodes.INVALID_GRANT, "Nothing is left of what was granted.");
        }
        LaunchContext context = approval.context();
        AccessTokenContent content = new AccessTokenContent(
                person.name(),
                client.clientId(),
                settings.fhirBase(),
                String.join(" ", granted),
                settings.absolute(person.fhirUser()),
                person.roles(),
                approval.purpose(),
                context.patientId(),
                Acr.now(
                        approval.acr(),
                        approval.authenticated(),
                        clock.instant(),
                        settings.embedded().signIn().stepUp()),
                // Of this server: what an EHR says of its tenant is told to the app, and opens nothing.
                settings.embedded().tenant(),
                approval.id(),
                approval.keyThumbprint());
        return TokenAnswer.of(
                request,
                client,
                content,
                accessTokens.issue(content, settings.accessTokenLifetime()),
                context,
                idToken,
                approvals.issueRefreshToken(approval).orElse(null));
    }

    private @Nullable String identify(Approval approval, Person person) {
        if (!approval.scopes().contains(LaunchScopes.OPENID)) {
            return null;
        }
        boolean isAsked = approval.scopes().contains(LaunchScopes.FHIR_USER);
        return idTokens.issue(
                new IdTokens.Identity(
                        person.name(),
                        approval.clientId(),
                        isAsked ? settings.absolute(person.fhirUser()) : null,
                        approval.nonce(),
                        approval.acr(),
                        approval.authenticated()),
                settings.accessTokenLifetime());
    }

    /** The person behind the approval. Somebody who was removed or suspended since gets nothing more. */
    private Person person(Approval approval) {
        Optional<Person> person =
                people.find(approval.subject()).filter(found -> found.purposes().contains(approval.purpose()));
        if (person.isEmpty()) {
            approvals.end(approval.id(), "person");
            throw refusal(OAuth2ErrorCodes.INVALID_GRANT, "The user is gone.");
        }
        return person.get();
    }

    private @Nullable String thumbprint(TokenRequest request) {
        if (request.proof() == null) {
            return null;
        }
        return proofs.verify(request.proof(), "POST", settings.publicBaseUrl() + Endpoints.TOKEN, null)
                .orElseThrow(() -> refusal("invalid_dpop_proof", "The DPoP proof is not good for this request."));
    }

    private static void requireKey(Approval approval, @Nullable String thumbprint) {
        if (approval.keyThumbprint() != null && !approval.keyThumbprint().equals(thumbprint)) {
            throw refusal("invalid_dpop_proof", "A DPoP proof of the key that the tokens are bound to is needed.");
        }
    }

    /** RFC 7636, section 4.6, for S256, which is the only method here. */
    private static boolean fits(String verifier, String challenge) {
        byte[] digest = Sha256.digest(verifier.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest).equals(challenge);
    }

    private static OAuth2AuthenticationException refusal(String code, String description) {
        return new OAuth2AuthenticationException(new OAuth2Error(code, description, null));
    }
}
