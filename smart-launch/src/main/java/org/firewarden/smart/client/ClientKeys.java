package org.firewarden.smart.client;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.outbound.OutboundAnswer;
import org.firewarden.outbound.OutboundCalls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that may have signed a client's assertion (SMART App Launch 2.2, Client authentication: asymmetric, Signature
 * verification). A {@code jku} must be the registered address, else there is no key; nothing else in a header is ever followed. A
 * published set is kept as long as its {@code Cache-Control} allows and an hour at most; an unknown {@code kid} makes it be fetched
 * again, but not more often than every ten seconds. A set that cannot be had is no key.
 */
public final class ClientKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ClientKeys.class);
    private static final int LARGEST_BYTES = 64 * 1024;
    private static final Duration USUAL = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);

    private record Fetched(JWKSet keys, Instant at, Instant until) {}

    private final Map<URI, Fetched> fetched = new ConcurrentHashMap<>();
    private final OutboundCalls calls;
    private final Clock clock;

    /** Fetches by these calls. */
    public ClientKeys(OutboundCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /** The keys that this header can mean; empty if it can mean none. */
    public List<JWK> of(ClientRegistration client, JWSHeader header) {
        if (header.getKeyID() == null || header.getX509CertURL() != null) {
            return List.of();
        }
        if (client.proof() instanceof Proof.Keys keys) {
            return header.getJWKURL() == null ? select(keys.set(), header) : List.of();
        }
        if (client.proof() instanceof Proof.KeysAt keys
                && (header.getJWKURL() == null || header.getJWKURL().equals(keys.address()))) {
            return published(keys.address(), header);
        }
        return List.of();
    }

    private List<JWK> published(URI address, JWSHeader header) {
        Instant now = clock.instant();
        Fetched known = fetched.get(address);
        if (known != null && known.until.isAfter(now)) {
            List<JWK> found = select(known.keys, header);
            if (!found.isEmpty() || known.at.plus(BETWEEN_FETCHES).isAfter(now)) {
                return found;
            }
        }
        Fetched fresh = fetch(address, now);
        return fresh == null ? List.of() : select(fresh.keys, header);
    }

    private @Nullable Fetched fetch(URI address, Instant now) {
        try {
            OutboundAnswer answer = calls.get(address, LARGEST_BYTES);
            Fetched fresh = new Fetched(
                    JWKSet.parse(answer.body()).toPublicJWKSet(), now, now.plus(lifetime(answer.cacheControl())));
            fetched.put(address, fresh);
            return fresh;
        } catch (IOException | ParseException e) {
            LOG.warn(
                    "The published keys of a client could not be had: {}",
                    e.getClass().getSimpleName());
            // Remembered like an answer, so that a stranger's assertions cannot make this server knock all the time.
            fetched.put(address, new Fetched(new JWKSet(), now, now.plus(BETWEEN_FETCHES)));
            return null;
        }
    }

    static Duration lifetime(String cacheControl) {
        for (String directive : cacheControl.toLowerCase(Locale.ROOT).split(",", -1)) {
            String word = directive.strip();
            if (word.equals("no-store") || word.equals("no-cache")) {
                return Duration.ZERO;
            }
            if (word.matches("max-age=[0-9]{1,9}")) {
                Duration stated = Duration.ofSeconds(Long.parseLong(word.substring("max-age=".length())));
                return stated.compareTo(LONGEST) > 0 ? LONGEST : stated;
            }
        }
        return USUAL;
    }

    private static List<JWK> select(JWKSet keys, JWSHeader header) {
        return new JWKSelector(JWKMatcher.forJWSHeader(header)).select(keys);
    }
}
