package org.firewarden.smart.authorization;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * The codes and tokens in force, in memory, for codes to be redeemed once and for introspection and revocation. Unlike the
 * library's own, it finds a token without walking all of them and drops what has expired, so that it holds what the last
 * minutes issued and no more.
 */
final class CurrentAuthorizations implements OAuth2AuthorizationService {

    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);
    private static final Duration WITHOUT_TOKEN = Duration.ofMinutes(10);
    private static final List<Class<? extends OAuth2Token>> TOKENS =
            List.of(OAuth2AuthorizationCode.class, OAuth2AccessToken.class, OidcIdToken.class);

    private record Held(OAuth2Authorization authorization, Set<String> tokens, Instant until) {}

    private final Map<String, Held> byId = new HashMap<>();
    private final Map<String, String> idByToken = new HashMap<>();
    private final Clock clock;
    private Instant lastSweep;

    CurrentAuthorizations(Clock clock) {
        this.clock = clock;
        this.lastSweep = clock.instant();
    }

    @Override
    public synchronized void save(OAuth2Authorization authorization) {
        sweep();
        remove(authorization);
        Set<String> values = new HashSet<>();
        tokens(authorization).forEach(token -> values.add(token.getTokenValue()));
        Instant until = tokens(authorization)
                .map(OAuth2Token::getExpiresAt)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElseGet(() -> clock.instant().plus(WITHOUT_TOKEN));
        byId.put(authorization.getId(), new Held(authorization, values, until));
        values.forEach(value -> idByToken.put(value, authorization.getId()));
    }

    @Override
    public synchronized void remove(OAuth2Authorization authorization) {
        Held held = byId.remove(authorization.getId());
        if (held != null) {
            idByToken.keySet().removeAll(held.tokens());
        }
    }

    @Override
    public synchronized @Nullable OAuth2Authorization findById(String id) {
        Held held = byId.get(id);
        return held == null ? null : held.authorization();
    }

    @Override
    public synchronized @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        String id = idByToken.get(token);
        OAuth2Authorization authorization = id == null ? null : findById(id);
        if (authorization == null || type == null) {
            return authorization;
        }
        OAuth2Authorization.Token<? extends OAuth2Token> found = authorization.getToken(token);
        return found != null && typeOf(found.getToken()).equals(type.getValue()) ? authorization : null;
    }

    synchronized int size() {
        return byId.size();
    }

    private void sweep() {
        Instant now = clock.instant();
        if (now.isBefore(lastSweep.plus(SWEEP_INTERVAL))) {
            return;
        }
        lastSweep = now;
        Collection<Held> all = byId.values();
        List<Held> expired =
                all.stream().filter(held -> held.until().isBefore(now)).toList();
        expired.forEach(held -> remove(held.authorization()));
    }

    private static Stream<OAuth2Token> tokens(OAuth2Authorization authorization) {
        return TOKENS.stream()
                .map(authorization::getToken)
                .filter(Objects::nonNull)
                .map(OAuth2Authorization.Token::getToken);
    }

    private static String typeOf(OAuth2Token token) {
        if (token instanceof OAuth2AuthorizationCode) {
            return "code";
        }
        return token instanceof OidcIdToken ? "id_token" : OAuth2TokenType.ACCESS_TOKEN.getValue();
    }
}
