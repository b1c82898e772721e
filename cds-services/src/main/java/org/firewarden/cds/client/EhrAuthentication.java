package org.firewarden.cds.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.firewarden.cds.settings.CdsClientSettings;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.outbound.OutboundCalls;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Verifies the JWT of a calling EHR (CDS Hooks 2.0.1, Trusting CDS Clients; RFC 7515, RFC 7519, RFC 8725). Nothing of the
 * token is believed before its signature is: the unverified issuer and key id only choose among registered keys. The headers
 * {@code jwk}, {@code x5c} and {@code x5u} are not looked at; {@code jku} is compared with the registered one, which alone is
 * ever called.
 */
@Component
final class EhrAuthentication {

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES384, JWSAlgorithm.RS384);
    private static final Duration MAXIMUM_LIFETIME = Duration.ofMinutes(5);
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);
    private static final int MAXIMUM_TOKEN_ID_LENGTH = 255;

    private final Map<String, RegisteredEhr> ehrs = new HashMap<>();
    private final JwtReplayGuard replayGuard;
    private final Clock clock;

    EhrAuthentication(CdsSettings settings, JwtReplayGuard replayGuard, OutboundCalls calls, Clock clock) {
        for (CdsClientSettings client : settings.clients()) {
            ehrs.put(client.issuer(), new RegisteredEhr(client, keysOf(client, calls, clock)));
        }
        this.replayGuard = replayGuard;
        this.clock = clock;
    }

    /** The verdict on a token: it is genuine, or why not. */
    sealed interface Verdict {
        /** The token is the EHR's own, for this URL, and was not used before. */
        record Genuine(EhrToken token) implements Verdict {}

        /** The token is not accepted. */
        record Refused(JwtRefusal reason) implements Verdict {}
    }

    private record RegisteredEhr(CdsClientSettings settings, ClientKeys keys) {}

    private static ClientKeys keysOf(CdsClientSettings client, OutboundCalls calls, Clock clock) {
        String pinned = client.jwks();
        if (pinned != null) {
            return PinnedKeys.parse(pinned);
        }
        return new FetchedKeys(Objects.requireNonNull(client.jku()), calls, clock);
    }

    /** Verifies a compact token for the URL that is called. */
    Verdict verify(String compact, CalledUrl called) {
        try {
            SignedJWT token = SignedJWT.parse(compact);
            JWTClaimsSet claims = token.getJWTClaimsSet();
            RegisteredEhr ehr = claims.getIssuer() == null ? null : ehrs.get(claims.getIssuer());
            JwtRefusal refusal = checkSigner(token, ehr);
            if (refusal == null && ehr != null) {
                refusal = checkClaims(claims, ehr.settings(), called);
            }
            if (refusal == null) {
                refusal = checkFirstUse(claims);
            }
            return refusal == null
                    ? new Verdict.Genuine(
                            new EhrToken(claims.getIssuer(), claims.getJWTID(), claims.getStringClaim("tenant")))
                    : new Verdict.Refused(refusal);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            // A token that cannot be read or whose signature cannot be computed is refused like any other bad token.
            return new Verdict.Refused(JwtRefusal.MALFORMED);
        }
    }

    private static @Nullable JwtRefusal checkSigner(SignedJWT token, @Nullable RegisteredEhr ehr) throws JOSEException {
        JWSHeader header = token.getHeader();
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            return JwtRefusal.ALGORITHM;
        }
        if (!JOSEObjectType.JWT.equals(header.getType())) {
            return JwtRefusal.TYPE;
        }
        if (ehr == null) {
            return JwtRefusal.KEY;
        }
        URI keySetUrl = header.getJWKURL();
        if (keySetUrl != null && !keySetUrl.equals(ehr.settings().jku())) {
            return JwtRefusal.KEY_SET_URL;
        }
        Optional<JWSVerifier> verifier = ehr.keys().verifierFor(header);
        if (verifier.isEmpty()) {
            return JwtRefusal.KEY;
        }
        return token.verify(verifier.get()) ? null : JwtRefusal.SIGNATURE;
    }

    private @Nullable JwtRefusal checkClaims(JWTClaimsSet claims, CdsClientSettings ehr, CalledUrl called)
            throws ParseException {
        Instant now = clock.instant();
        if (claims.getAudience().stream().noneMatch(called::isNamedBy)) {
            return JwtRefusal.AUDIENCE;
        }
        Instant issued = instantOf(claims.getIssueTime());
        if (issued == null || issued.isAfter(now.plus(CLOCK_SKEW))) {
            return JwtRefusal.ISSUE_TIME;
        }
        Instant latestExpiry = (issued.isAfter(now) ? issued : now).plus(MAXIMUM_LIFETIME);
        Instant expiry = instantOf(claims.getExpirationTime());
        if (expiry == null || !expiry.isAfter(now) || expiry.isAfter(latestExpiry)) {
            return JwtRefusal.EXPIRY;
        }
        String id = claims.getJWTID();
        if (id == null || id.isBlank() || id.length() > MAXIMUM_TOKEN_ID_LENGTH) {
            return JwtRefusal.ID;
        }
        Instant notBefore = instantOf(claims.getNotBeforeTime());
        if (notBefore != null && notBefore.isAfter(now.plus(CLOCK_SKEW))) {
            return JwtRefusal.ISSUE_TIME;
        }
        boolean isOtherTenant = ehr.tenant() != null && !ehr.tenant().equals(claims.getStringClaim("tenant"));
        return isOtherTenant ? JwtRefusal.TENANT : null;
    }

    private @Nullable JwtRefusal checkFirstUse(JWTClaimsSet claims) {
        JwtReplayGuard.Use use = replayGuard.record(
                claims.getIssuer(),
                claims.getJWTID(),
                claims.getExpirationTime().toInstant());
        return switch (use) {
            case FIRST -> null;
            case REPLAYED -> JwtRefusal.REPLAY;
        };
    }

    private static @Nullable Instant instantOf(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
