package org.firewarden.smart.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.SmartScopes;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

class CurrentAuthorizationsTest {

    private static final RegisteredClient CLIENT = SmartClients.backendService(
            "client",
            new JWKSet(),
            SmartScopes.parse("system/*.rs"),
            Set.of(),
            PurposeOfUse.HOPERAT,
            Duration.ofMinutes(5));

    private final MovingClock clock = new MovingClock();
    private final CurrentAuthorizations authorizations = new CurrentAuthorizations(clock);

    @Test
    void aTokenIsFoundByItsValueAndKind() {
        OAuth2Authorization saved = save("t-1");

        assertThat(authorizations.findByToken("t-1", null)).isSameAs(saved);
        assertThat(authorizations.findByToken("t-1", OAuth2TokenType.ACCESS_TOKEN))
                .isSameAs(saved);
        assertThat(authorizations.findByToken("t-1", OAuth2TokenType.REFRESH_TOKEN))
                .isNull();
        assertThat(authorizations.findByToken("t-2", null)).isNull();
    }

    @Test
    void aRemovedAuthorizationIsFoundNoMore() {
        authorizations.remove(save("t-1"));

        assertThat(authorizations.findByToken("t-1", null)).isNull();
        assertThat(authorizations.size()).isZero();
    }

    @Test
    void whatHasExpiredIsDropped() {
        save("t-1");
        clock.now = clock.now.plus(Duration.ofMinutes(6));

        save("t-2");

        assertThat(authorizations.size()).isEqualTo(1);
        assertThat(authorizations.findByToken("t-1", null)).isNull();
    }

    private OAuth2Authorization save(String token) {
        OAuth2Authorization authorization = OAuth2Authorization.withRegisteredClient(CLIENT)
                .principalName("client")
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .token(new OAuth2AccessToken(
                        OAuth2AccessToken.TokenType.BEARER, token, clock.now, clock.now.plus(Duration.ofMinutes(5))))
                .build();
        authorizations.save(authorization);
        return authorization;
    }

    private static final class MovingClock extends Clock {

        private Instant now = Instant.parse("2026-11-21T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
